;; Passes a list of a hundred thousand texts that all point to the same kilobyte.
;;! row: lifting
;;! ends: limit call-bytes
;;! limit: call_bytes, which counts every copy
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "count" (func (param "texts" (list string)) (result u32)))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $count (canon lower (func $host "count") (memory $mem "memory")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "count" (func $count (param i32 i32) (result i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.const 65536))
      (loop
        (i32.store (local.get $at) (i32.const 4096))
        (i32.store offset=4 (local.get $at) (i32.const 1024))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if 0 (i32.lt_u (local.get $at) (i32.const 865536))))
      (drop (call $count (i32.const 65536) (i32.const 100000)))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "count" (func $count))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
