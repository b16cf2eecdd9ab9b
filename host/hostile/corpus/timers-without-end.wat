;; Sleeps in an endless loop. A sleep takes no time, but each one is a host call.
;;! row: late-timers
;;! ends: limit host-calls
;;! limit: host_calls; a sleep moves the clock and takes no time
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
  (alias export $clock "pollable" (type $p))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $subscribe (canon lower (func $clock "subscribe-duration")))
  (core func $block (canon lower (func $poll "[method]pollable.block")))
  (core func $drop (canon resource.drop $p))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "subscribe" (func $subscribe (param i64) (result i32)))
    (import "host" "block" (func $block (param i32)))
    (import "host" "drop" (func $drop (param i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (local $timer i32)
      (loop
        (local.set $timer (call $subscribe (i64.const 1000000000)))
        (call $block (local.get $timer))
        (call $drop (local.get $timer))
        (br 0))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "subscribe" (func $subscribe))
      (export "block" (func $block))
      (export "drop" (func $drop))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
