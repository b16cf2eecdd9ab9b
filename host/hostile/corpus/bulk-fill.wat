;; Fills a large memory in a loop, so that few instructions cause much work.
;;! row: bulk-operations
;;! ends: limit fuel
;;! limit: fuel; a fill costs fuel for each byte that it writes
;;! limits: {"fuel": 50000000}
(component
  (core module $m
    (memory (export "memory") 1024)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 67108864)) (br 0)) unreachable))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
