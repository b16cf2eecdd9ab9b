;; Loops forever in a destructor.
;;! row: destructors
;;! ends: limit fuel
;;! limit: fuel; a destructor runs as part of the guest
;;! limits: {"fuel": 10000000, "start_fuel": 10000000}
(component
  (core module $d (func (export "dtor") (param i32) (loop (br 0))))
  (core instance $dtor (instantiate $d))
  (type $r (resource (rep i32) (dtor (func $dtor "dtor"))))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core module $m
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $drop (call $new (i32.const 1))) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "new" (func $new)) (export "drop" (func $drop))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
