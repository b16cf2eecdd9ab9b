;; Reads the clock until an hour has passed. Each read moves the clock by a step.
;;! row: late-timers
;;! ends: limit host-calls
;;! limit: host_calls; the clock moves only when it is read
;;! limits: {"host_calls": 20000}
(component
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))
    (export "[method]pollable.block" (func (param "self" (borrow $pollable))))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (alias outer 1 $pollable (type $outer))
    (export "pollable" (type $p (eq $outer)))
    (export "now" (func (result u64)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $p))))
    (export "subscribe-instant" (func (param "when" u64) (result (own $p))))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $now (canon lower (func $clock "now")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "now" (func $now (result i64)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (loop (br_if 0 (i64.lt_u (call $now) (i64.const 3600000000000))))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "now" (func $now))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
