;; Gets a result that ends at the last byte of its memory.
;;! row: lowering
;;! ends: crashed trap
;;! says: realloc return: beyond end of memory
;;! limit: the engine checks the address of an empty list too
(component
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const -1)))
  (core instance $mem (instantiate $memory))
  (core func $random (canon lower (func $random "get-random-bytes") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "random" (func $random (param i64 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $random (i64.const 0) (i32.const 1024))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance (export "random" (func $random))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
