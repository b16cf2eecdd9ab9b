;; Waits forever in its start function, before the instance exists.
;;! row: parked-guest
;;! ends: timeout
;;! limit: deadline, which starts before the call
;;! limits: {"deadline": 50}
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "ask" (func (param "n" u32) (result u32)))))
  (core func $ask (canon lower (func $host "ask")))
  (core module $m
    (import "host" "ask" (func $ask (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func $start (drop (call $ask (i32.const 1002))))
    (start $start)
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "ask" (func $ask))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
