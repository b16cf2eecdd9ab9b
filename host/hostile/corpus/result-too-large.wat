;; Returns more bytes than one call may pass.
;;! row: lifting
;;! ends: limit call-bytes
;;! limit: call_bytes, which counts results too
;;! limits: {"call_bytes": 100000}
(component
  (core module $m
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.store (i32.const 16) (i32.const 0)) (i32.store (i32.const 20) (i32.const 1000000)) (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
