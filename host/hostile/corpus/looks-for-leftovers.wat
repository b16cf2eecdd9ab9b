;; Grows its memory and searches each word and each table element for the marks of other guests.
;;! row: leftovers
;;! ends: completed
;;! limit: memory and tables are empty before a guest has them
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (table $t 1 funcref)
    (global $at (mut i32) (i32.const 8192))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 511)))
      (loop
        (if (i64.ne (i64.load (global.get $at)) (i64.const 0)) (then (unreachable)))
        (global.set $at (i32.add (global.get $at) (i32.const 8)))
        (br_if 0 (i32.lt_u (global.get $at) (i32.const 33554432))))
      (drop (table.grow $t (ref.null func) (i32.const 10000)))
      (global.set $at (i32.const 0))
      (loop
        (if (i32.eqz (ref.is_null (table.get $t (global.get $at)))) (then (unreachable)))
        (global.set $at (i32.add (global.get $at) (i32.const 1)))
        (br_if 0 (i32.lt_u (global.get $at) (table.size $t))))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
