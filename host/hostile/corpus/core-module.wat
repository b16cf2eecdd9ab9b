;; Is a core module, not a component.
;;! row: malformed
;;! ends: refused core-module
;;! limit: only components are loaded
(module)
