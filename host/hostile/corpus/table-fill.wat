;; Fills a table in a loop, so that few instructions cause much work.
;;! row: bulk-operations
;;! ends: limit fuel
;;! limit: fuel; a fill costs fuel for each byte that it writes
;;! limits: {"fuel": 50000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (table $t 100000 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (table.fill $t (i32.const 0) (ref.null func) (i32.const 100000)) (br 0))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
