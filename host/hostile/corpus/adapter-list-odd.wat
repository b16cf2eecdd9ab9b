;; Passes a list that is not aligned to a second component.
;;! row: lifting
;;! ends: crashed trap
;;! says: unaligned pointer
;;! limit: the engine's adapter checks the address of a list
(component
  (component $taker
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "take") (param i32 i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "value" (list u64))
      (canon lift (core func $i "take") (memory $i "memory") (realloc (func $i "realloc")))))
  (instance $taker (instantiate $taker))
  (component $giver
    (import "take" (func $take (param "value" (list u64))))
    (core module $memory
      (memory (export "memory") 32)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $mem (instantiate $memory))
    (core func $take (canon lower (func $take) (memory $mem "memory")))
    (core module $m
      (import "mem" "memory" (memory 1))
      (import "host" "take" (func $take (param i32 i32)))
      (data (i32.const 16) "\20\00\00\00\02\00\00\00")
      (data (i32.const 32) "ok")
      (func (export "run") (param i32 i32) (result i32)
        (call $take (i32.const 65537) (i32.const 10))
        (i32.const 16)))
    (core instance $i (instantiate $m
      (with "mem" (instance $mem))
      (with "host" (instance (export "take" (func $take))))))
    (func (export "run") (param "input" string) (result string)
      (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc")))))
  (instance $giver (instantiate $giver (with "take" (func $taker "take"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $giver "run"))))
