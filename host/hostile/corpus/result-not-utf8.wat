;; Returns a string that is not UTF-8.
;;! row: lying-abi
;;! ends: crashed trap
;;! says: invalid utf-8 sequence of 1 bytes from index 0
;;! limit: the engine checks text
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 32) "\ff\fe")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.store (i32.const 16) (i32.const 32)) (i32.store (i32.const 20) (i32.const 2)) (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
