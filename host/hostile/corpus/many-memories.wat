;; Has twenty small memories, and exceeds no other limit.
;;! row: many-memories
;;! ends: refused too-many-parts
;;! says: memories, more than the 8 allowed
;;! limit: the number of memories, before anything is compiled
(component
  (core module $grower (memory 1))
  {{20:(core instance (instantiate $grower)) }}
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
