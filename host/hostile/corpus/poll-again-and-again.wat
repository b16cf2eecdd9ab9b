;; Polls a thousand handles in a loop.
;;! row: poll-flood
;;! ends: limit host-calls
;;! limit: host_calls; a poll is a call to the host
;;! limits: {"host_calls": 1100}
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
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 131072)))
  (core instance $mem (instantiate $memory))
  (core func $poll (canon lower (func $poll "poll") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core func $subscribe (canon lower (func $clock "subscribe-duration")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "poll" (func $poll (param i32 i32 i32)))
    (import "host" "subscribe" (func $subscribe (param i64) (result i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.const 65536))
      (loop
        (i32.store (local.get $at) (call $subscribe (i64.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if 0 (i32.lt_u (local.get $at) (i32.const 69536))))
      (loop (call $poll (i32.const 65536) (i32.const 1000) (i32.const 8192)) (br 0))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "poll" (func $poll))
      (export "subscribe" (func $subscribe))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
