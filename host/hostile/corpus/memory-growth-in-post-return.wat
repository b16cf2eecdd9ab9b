;; Grows its memory after the result has been returned.
;;! row: post-return
;;! ends: completed
;;! limit: memory; the host has read the result before, and a guest may go on without more memory
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32) (i32.const 16))
    (func (export "after") (param i32)
      (memory.fill (i32.const 0) (i32.const 255) (i32.const 65536))
      (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc")) (post-return (func $i "after"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
