;; Gives the host a UTF-16 length that overflows 32 bits in bytes.
;;! row: lying-abi
;;! ends: crashed trap
;;! says: string pointer/length out of bounds of memory
;;! limit: the engine computes lengths without overflow
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "note" (func (param "text" string)))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $note (canon lower (func $host "note") (memory $mem "memory") string-encoding=utf16))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "note" (func $note (param i32 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $note (i32.const 0) (i32.const 0x80000001))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "note" (func $note))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
