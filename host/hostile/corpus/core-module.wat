;; A module that is no component.
;;! row: malformed
;;! ends: refused core-module
;;! limit: only components are loaded
(module)
