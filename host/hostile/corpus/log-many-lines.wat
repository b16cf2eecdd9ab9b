;; Writes five thousand short log lines. The host keeps a thousand.
;;! row: log-flood
;;! ends: completed
;;! limit: log_lines
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "note" (func (param "text" string)))))
  (core module $memory (memory (export "memory") 1))
  (core instance $mem (instantiate $memory))
  (core func $note (canon lower (func $host "note") (memory $mem "memory")))
  (core module $m
    (import "host" "note" (func $note (param i32 i32)))
    (memory (export "memory") 1)
    (global $n (mut i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop
        (call $note (i32.const 0) (i32.const 1))
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (br_if 0 (i32.lt_u (global.get $n) (i32.const 5000))))
      (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "note" (func $note))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
