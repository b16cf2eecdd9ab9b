;; Has as many instances, memories and tables as a component may have. The pool has space for such a
;; guest.
;;! row: pool-exhaustion
;;! ends: completed
;;! limit: a slot of the pool is as large as the limits
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (table 10 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)

      (i32.const 16)))
  (core module $small)
  (core module $large (memory 1) (table 10 funcref))
  {{7:(core instance (instantiate $large)) }}
  {{500:(core instance (instantiate $small)) }}
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
