;; Returns from a call without dropping the handle that it borrowed.
;;! row: handles
;;! ends: crashed trap
;;! says: borrow handles still remain at the end of the call
;;! limit: the engine counts the borrowed handles of a call
(component
  (component $lib
    (type $own (resource (rep i32)))
    (export $r "r" (type $own))
    (core func $new (canon resource.new $r))
    (core module $m
      (import "host" "new" (func $new (param i32) (result i32)))
      (func (export "make") (result i32) (call $new (i32.const 7))))
    (core instance $i (instantiate $m (with "host" (instance (export "new" (func $new))))))
    (func (export "make") (result (own $r)) (canon lift (core func $i "make"))))
  (instance $lib (instantiate $lib))
  (alias export $lib "r" (type $r))
  (component $taker
    (import "r" (type $r (sub resource)))
    (core module $m (func (export "take") (param i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "b" (borrow $r)) (canon lift (core func $i "take"))))
  (instance $taker (instantiate $taker (with "r" (type $r))))
  (component $giver
    (import "r" (type $r (sub resource)))
    (import "make" (func $make (result (own $r))))
    (import "take" (func $take (param "b" (borrow $r))))
    (core func $make (canon lower (func $make)))
    (core func $take (canon lower (func $take)))
    (core func $drop (canon resource.drop $r))
    (core module $m
      (import "host" "make" (func $make (result i32)))
      (import "host" "take" (func $take (param i32)))
      (import "host" "drop" (func $drop (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 16) "\20\00\00\00\02\00\00\00ok")
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
      (func (export "run") (param i32 i32) (result i32)
        (local $h i32)
        (local.set $h (call $make))
        (call $take (local.get $h))
        (i32.const 16)))
    (core instance $i (instantiate $m (with "host" (instance
      (export "make" (func $make)) (export "take" (func $take)) (export "drop" (func $drop))))))
    (func (export "run") (param "input" string) (result string)
      (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc")))))
  (instance $giver (instantiate $giver
    (with "r" (type $r)) (with "make" (func $lib "make")) (with "take" (func $taker "take"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $giver "run"))))
