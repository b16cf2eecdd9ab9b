;; Makes the host create resources in an endless loop.
;;! row: host-resources
;;! ends: limit handles
;;! limit: handles, the table of the host's resources
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "thing" (type $thing (sub resource)))
    (export "[constructor]thing" (func (result (own $thing))))))
  (core func $new (canon lower (func $host "[constructor]thing")))
  (core module $m
    (import "host" "new" (func $new (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop (drop (call $new)) (br 0)) unreachable))
  (core instance $i (instantiate $m (with "host" (instance (export "new" (func $new))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
