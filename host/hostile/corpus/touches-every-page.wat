;; Writes one byte to each page of a hundred mebibytes. This uses little fuel, but the system must
;; provide each page, which takes as long as many slices.
;;! row: fair-share
;;! ends: completed
;;! limit: guests run on threads that the host's runtime does not use
(component
  (core module $m
    (memory (export "memory") 1610)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (global $at (mut i32) (i32.const 65536))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (loop
        (i32.store8 (global.get $at) (i32.const 1))
        (global.set $at (i32.add (global.get $at) (i32.const 4096)))
        (br_if 0 (i32.lt_u (global.get $at) (i32.const 105000000))))
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
