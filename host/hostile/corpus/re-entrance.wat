;; Calls a component inside it that would call back. The engine refuses the first call.
;;! row: re-entrance
;;! ends: crashed trap
;;! says: cannot enter component instance
;;! limit: the engine
(component
  (component $inner
    (import "back" (func $back))
    (core func $back (canon lower (func $back)))
    (core module $m
      (import "host" "back" (func $back))
      (func (export "in") (call $back)))
    (core instance $i (instantiate $m (with "host" (instance (export "back" (func $back))))))
    (func (export "in") (canon lift (core func $i "in"))))
  (core module $shim
    (table (export "table") 1 funcref)
    (type $t (func))
    (func (export "in") (call_indirect (type $t) (i32.const 0))))
  (core instance $shim (instantiate $shim))
  (core module $m
    (import "shim" "in" (func $in))
    (memory (export "memory") 1)
    (func (export "back"))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32) (call $in) (i32.const 16)))
  (core instance $i (instantiate $m (with "shim" (instance $shim))))
  (func $back (canon lift (core func $i "back")))
  (instance $inner (instantiate $inner (with "back" (func $back))))
  (core func $in (canon lower (func $inner "in")))
  (core module $fix
    (import "shim" "table" (table 1 funcref))
    (import "host" "in" (func $in))
    (elem (i32.const 0) func $in))
  (core instance (instantiate $fix
    (with "shim" (instance $shim))
    (with "host" (instance (export "in" (func $in))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
