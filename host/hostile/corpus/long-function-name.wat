;; Traps with twenty stack frames of a function whose name has sixteen megabytes.
;;! row: static-limits
;;! ends: refused too-many-parts
;;! says: bytes in one name, more than the 16384 allowed
;;! limit: name_length
(component
  (core module $m
    (memory (export "memory") 1)
    (func $evil (@name "{{16000000:x}}") (param i32) (if (i32.eqz (local.get 0)) (then unreachable)) (call $evil (i32.sub (local.get 0) (i32.const 1))))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $evil (i32.const 30))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
