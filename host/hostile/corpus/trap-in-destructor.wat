;; Traps in a destructor that the guest calls itself.
;;! row: destructors
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: a destructor runs as part of the guest
(component
  (core module $d (func (export "d") (param i32) unreachable))
  (core instance $d (instantiate $d))
  (alias core export $d "d" (core func $dtor))
  (type $r (resource (rep i32) (dtor (func $dtor))))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core func $rep (canon resource.rep $r))
  (core module $m
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (import "host" "rep" (func $rep (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (local $h i32)
      (call $drop (call $new (i32.const 1)))
      (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance
    (export "new" (func $new)) (export "drop" (func $drop)) (export "rep" (func $rep))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
