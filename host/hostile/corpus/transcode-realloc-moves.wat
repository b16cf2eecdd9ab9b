;; Passes a text to a second component, whose `realloc` returns an address beyond its memory when it shrinks.
;;! row: lying-abi
;;! ends: crashed trap
;;! says: string content out-of-bounds
;;! limit: the engine's adapter checks the address again when it changes
(component
  (component $taker
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32)
        (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1024)) (else (i32.const 0x7ffffff0))))
      (func (export "take") (param i32 i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "text" string)
      (canon lift (core func $i "take") (memory $i "memory") (realloc (func $i "realloc")) string-encoding=latin1+utf16)))
  (instance $taker (instantiate $taker))
  (component $giver
    (import "take" (func $take0 (param "text" string)))
    (core module $memory
      (memory (export "memory") 32)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $mem (instantiate $memory))
    (core func $take (canon lower (func $take0) (memory $mem "memory") string-encoding=utf16))
    (core module $m
      (import "mem" "memory" (memory 1))
      (import "host" "take" (func $take (param i32 i32)))
      (data (i32.const 16) "\20\00\00\00\02\00\00\00")
      (data (i32.const 32) "ok")
      (func (export "run") (param i32 i32) (result i32)
        (memory.fill (i32.const 4096) (i32.const 120) (i32.const 4096))
        (call $take (i32.const 4096) (i32.const 1000))
        (i32.const 16)))
    (core instance $i (instantiate $m
      (with "mem" (instance $mem))
      (with "host" (instance
        (export "take" (func $take))))))
    (func $run (param "input" string) (result string)
      (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
    (export "run" (func $run)))
  (instance $giver (instantiate $giver (with "take" (func $taker "take"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $giver "run"))))
