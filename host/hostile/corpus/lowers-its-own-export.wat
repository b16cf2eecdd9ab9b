;; Calls a function of its own through the component's type.
;;! row: re-entrance
;;! ends: crashed trap
;;! says: cannot enter component instance
;;! limit: the engine
(component
  (core module $a (func (export "f")))
  (core instance $a (instantiate $a))
  (func $f (canon lift (core func $a "f")))
  (core func $f (canon lower (func $f)))
  (core module $m
    (import "host" "f" (func $f))
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $f)
      (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "f" (func $f))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
