;; Loops forever in the exported function.
;;! row: endless-loop
;;! ends: limit fuel
;;! limit: fuel
;;! limits: {"fuel": 10000000, "start_fuel": 10000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (br 0)) unreachable))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
