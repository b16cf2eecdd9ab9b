;; Has ten tables that together exceed the limit.
;;! row: tables
;;! ends: limit tables
;;! limit: tables, summed over the run
(component
  (core module $t (table 50000 funcref))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core instance (instantiate $t))
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
