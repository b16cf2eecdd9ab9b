;; Has a hundred thousand branches out of one block, which take the compiler long.
;;! row: compile-bomb
;;! ends: refused compile-limit
;;! says: the process that compiles the component needed more than
;;! limit: the compile worker has its own limits
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (param i32) {{100000:(block (br_if 0 (local.get 0))) }})
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)

      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
