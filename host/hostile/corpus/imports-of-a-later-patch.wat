;; Imports a later patch of the host's interface, with another type.
;;! row: engine-bug
;;! ends: refused type-mismatch
;;! limit: the host provides a later patch of its interface only with the same types
(component
  (import "tiny:calc/host@0.1.7" (instance $host (export "ask" (func (param "n" u64) (result u64)))))
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
