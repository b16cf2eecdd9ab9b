;; Uses a handle of one type where another type is expected.
;;! row: handles
;;! ends: crashed trap
;;! says: handle index 1 used with the wrong type, expected guest-defined resource but found a different guest-defined resource
;;! limit: the engine checks the type behind every handle
(component
  (type $r (resource (rep i32)))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core func $rep (canon resource.rep $r))
  (type $other (resource (rep i32)))
  (core func $other (canon resource.drop $other))
  (core module $m
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (import "host" "rep" (func $rep (param i32) (result i32)))
    (import "host" "other" (func $other (param i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (local $h i32)
      (local.set $h (call $new (i32.const 1)))
      (call $other (local.get $h))
      (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance
    (export "new" (func $new)) (export "drop" (func $drop)) (export "rep" (func $rep))
    (export "other" (func $other))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
