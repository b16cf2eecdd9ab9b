;; Calls the host in the post-return function, where a guest may not call out.
;;! row: post-return
;;! ends: crashed trap
;;! says: cannot leave component instance
;;! limit: the engine
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "ask" (func (param "n" u32) (result u32)))))
  (core func $ask (canon lower (func $host "ask")))
  (core module $m
    (import "host" "ask" (func $ask (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "post") (param i32) (drop (call $ask (i32.const 1))))
    (func (export "run") (param i32 i32) (result i32) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "ask" (func $ask))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc")) (post-return (func $i "post"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
