;; Uses a handle it was never given.
;;! row: handles
;;! ends: crashed trap
;;! says: unknown handle index 77
;;! limit: the engine checks every handle
(component
  (type $r (resource (rep i32)))
  (core func $drop (canon resource.drop $r))
  (core module $m
    (import "host" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $drop (i32.const 77)) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "drop" (func $drop))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
