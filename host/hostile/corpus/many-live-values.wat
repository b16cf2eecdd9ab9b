;; Keeps forty thousand values alive at once, far more than there are registers.
;;! row: compile-bomb
;;! ends: refused compile-limit
;;! says: the process that compiles the component needed more than
;;! limit: the compile worker has its own limits
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (param i32) (result i32)
      {{40000:(i32.mul (local.get 0) (i32.const #)) }}
      {{39999:i32.xor }})
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)

      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
