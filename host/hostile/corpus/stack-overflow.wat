;; Recurses forever.
;;! row: stack
;;! ends: crashed stack-overflow
;;! limit: the engine's stack
(component
  (core module $m
    (memory (export "memory") 1)
    (func $deep (call $deep))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $deep) (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
