;; Declares a garbage-collected struct.
;;! row: gc-heap
;;! ends: refused unsupported-feature
;;! says: struct indexed types not supported without the gc feature
;;! limit: the set of features
(component
  (core module (type (struct (field i32))) (func (drop (struct.new 0 (i32.const 1)))))
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
