;; Declares more memory than the limit allows.
;;! row: memory-growth
;;! ends: limit memory
;;! limit: memory, before the first instruction
(component
  (core module $m
    (memory (export "memory") 4096)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
