;; Grows beyond the maximum that it declares itself, which is not a limit of the host.
;;! row: memory-growth
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: the guest's own maximum, which is no limit of the host
(component
  (core module $m
    (memory (export "memory") 1 2)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (if (i32.eq (memory.grow (i32.const 2)) (i32.const -1)) (then (unreachable))) (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
