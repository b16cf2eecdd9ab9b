;; Asks for 2^64 - 1 random bytes.
;;! row: random
;;! ends: limit host-bytes
;;! limit: host_bytes, charged before they are made
(component
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
  (core module $memory (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
  (core instance $mem (instantiate $memory))
  (core func $bytes (canon lower (func $random "get-random-bytes")
    (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core module $m
    (import "host" "random" (func $random (param i64 i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $random (i64.const -1) (i32.const 64)) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "random" (func $bytes))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
