;; Calls the host at every depth of its stack, even when the stack is nearly full. Host functions
;; have stack space of their own.
;;! row: stack
;;! ends: crashed stack-overflow
;;! limit: stack; host calls have host_stack, whatever the guest left of its own
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
    (func $down
      (call $note (i32.const 32) (i32.const 2))
      (call $down))
    (func (export "run") (param i32 i32) (result i32)
      (call $down)
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "note" (func $note))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
