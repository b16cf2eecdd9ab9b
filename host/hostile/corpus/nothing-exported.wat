;; Exports nothing.
;;! row: malformed
;;! ends: refused missing-export
;;! limit: the exports of the domain, by their names
(component)
