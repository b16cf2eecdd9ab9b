;; Uses half of its fuel and traps. All of the fuel counts as used.
;;! row: fuel-after-trap
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: an instance for each run; no fuel is carried over
;;! limits: {"fuel": 100000000}
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (global $n (mut i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (br_if 0 (i32.lt_u (global.get $n) (i32.const 5000000))))
      unreachable
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
