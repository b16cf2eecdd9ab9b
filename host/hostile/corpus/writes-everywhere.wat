;; Writes a mark to all memory that it can get, to a table and to a global.
;;! row: leftovers
;;! ends: completed
;;! limit: an instance for each run; its memory is wiped before the next
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (table $t 1 funcref)
    (elem declare func $f)
    (func $f)
    (global $g (mut i64) (i64.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 511)))
      (memory.fill (i32.const 4096) (i32.const 0xa5) (i32.const 33550336))
      (drop (table.grow $t (ref.func $f) (i32.const 10000)))
      (global.set $g (i64.const -1))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
