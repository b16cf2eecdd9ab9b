;; Copies a passive segment to memory in a loop.
;;! row: bulk-operations
;;! ends: limit fuel
;;! limit: fuel; an initialisation costs fuel for each byte that it writes
;;! limits: {"fuel": 50000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (data $d "{{32768:x}}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (memory.init $d (i32.const 4096) (i32.const 0) (i32.const 32768)) (br 0))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
