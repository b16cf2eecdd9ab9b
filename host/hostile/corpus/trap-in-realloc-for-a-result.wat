;; Traps in `realloc`, which the host calls to pass a result in the middle of a host call.
;;! row: lowering
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: a trap inside a host call ends the run
(component
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $mem (instantiate $memory))
  (core func $random (canon lower (func $random "get-random-bytes") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "random" (func $random (param i64 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $random (i64.const 64) (i32.const 1024))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "random" (func $random))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
