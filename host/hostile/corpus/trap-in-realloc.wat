;; Traps in `realloc`, which the host calls to pass an argument.
;;! row: use-after-trap
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: a trap in the middle of a call ends the run
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
