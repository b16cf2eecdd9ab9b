;; Nests components more deeply than any toolchain does.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts
;;! says: components are nested more than 16 levels deep
;;! limit: depth
(component {{50:(component }}{{50:)}})
