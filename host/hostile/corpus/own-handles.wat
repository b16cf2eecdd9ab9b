;; Creates handles of its own resource in an endless loop.
;;! row: handles
;;! ends: limit handles
;;! limit: handles, the guest's own
(component
  (type $r (resource (rep i32)))
  (core func $new (canon resource.new $r))
  (core module $m
    (import "host" "new" (func $new (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (drop (call $new (i32.const 1))) (br 0)) unreachable))
  (core instance $i (instantiate $m (with "host" (instance (export "new" (func $new))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
