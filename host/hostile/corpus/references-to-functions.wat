;; Takes a reference to a function in a loop. The engine looks up the function each time.
;;! row: bulk-operations
;;! ends: limit fuel
;;! limit: the prices of instructions that do more work than one unit
;;! limits: {"fuel": 1000000000, "deadline": 5000}
(component
  (core module $m
    (memory (export "memory") 1)
    (func $f)
    (elem declare func $f)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop {{100:(drop (ref.func $f)) }} (br 0))
      unreachable))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
