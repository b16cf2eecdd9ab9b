;; Asks for the largest possible table. Growing a table costs fuel for each element.
;;! row: tables
;;! ends: limit fuel
;;! limit: fuel; growing costs fuel for each element
;;! limits: {"fuel": 1000000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (table $t 0 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (if (i32.eq (table.grow $t (ref.null func) (i32.const -1)) (i32.const -1)) (then (unreachable))) (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
