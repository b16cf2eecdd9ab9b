;; Has a few more instances than a component may have, and exceeds no other limit.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts
;;! says: core instances, more than the 512 allowed
;;! limit: the number of instances after expansion, before anything is compiled
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
  {{600:(core instance (instantiate $small)) }}
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
