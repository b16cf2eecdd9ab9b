;; Writes one log line of a hundred thousand bytes, which is less than the limit for all lines together.
;;! row: log-flood
;;! ends: completed
;;! limit: log_line_bytes
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "note" (func (param "text" string)))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $note (canon lower (func $host "note") (memory $mem "memory")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "note" (func $note (param i32 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (memory.fill (i32.const 65536) (i32.const 120) (i32.const 100000))
      (call $note (i32.const 65536) (i32.const 100000))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "note" (func $note))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
