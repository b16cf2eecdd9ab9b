;; Loops forever in the post-return function.
;;! row: post-return
;;! ends: limit fuel
;;! limit: fuel; the post-return function is part of the call
;;! limits: {"fuel": 10000000, "start_fuel": 10000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "post") (param i32) (loop (br 0)))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc")) (post-return (func $i "post"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
