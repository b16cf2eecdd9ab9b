;; Claims four billion types in a file of a few bytes.
;;! row: static-limits
;;! ends: refused too-many-parts
;;! says: 4294967295 types, more than the 20000 allowed
;;! limit: a count is checked before anything is reserved for it
(component binary "\00asm\0d\00\01\00" "\07\05\ff\ff\ff\ff\0f")
