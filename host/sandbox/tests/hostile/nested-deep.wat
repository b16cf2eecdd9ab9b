;; Components in components, deeper than anyone builds them.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts
;;! limit: depth
(component {{50:(component }}{{50:)}})
