;; Polls an empty list, which the interface forbids.
;;! row: poll-flood
;;! ends: crashed trap
;;! says: empty poll list
;;! limit: the interface forbids it
(component
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
  (core module $memory (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
  (core instance $mem (instantiate $memory))
  (core func $poll (canon lower (func $poll "poll")
    (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core module $m
    (import "host" "poll" (func $poll (param i32 i32 i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $poll (i32.const 0) (i32.const 0) (i32.const 64)) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "poll" (func $poll))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
