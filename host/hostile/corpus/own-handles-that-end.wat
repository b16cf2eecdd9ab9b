;; Creates and drops a handle of its own in a loop: helper functions of the engine do the work.
;;! row: host-call-flood
;;! ends: limit fuel
;;! limit: the price of a call, which also applies to helper functions of the engine
;;! limits: {"fuel": 1000000000, "deadline": 5000}
(component
  (type $r (resource (rep i32)))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core module $m
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (call $drop (call $new (i32.const 1))) (br 0)) unreachable))
  (core instance $i (instantiate $m (with "host" (instance
    (export "new" (func $new))
    (export "drop" (func $drop))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
