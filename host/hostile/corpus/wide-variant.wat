;; Passes a variant of a thousand and one cases between two components.
;;! row: wide-types
;;! ends: crashed stack-overflow
;;! limit: the engine, whose adapter fails at more than a thousand cases (#14354)
(component
  (component $taker
    (type $v (variant {{1001:(case "c#" u32) }}))
    (export $wide "wide" (type $v))
    (core module $m (func (export "take") (param i32 i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "v" $wide) (canon lift (core func $i "take"))))
  (instance $taker (instantiate $taker))
  (component $giver
    (type $v0 (variant {{1001:(case "c#" u32) }}))
    (import "wide" (type $wide (eq $v0)))
    (import "take" (func $take0 (param "v" $wide)))
    (core module $memory
      (memory (export "memory") 32)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $mem (instantiate $memory))
    (core func $take (canon lower (func $take0)))
    (core module $m
      (import "mem" "memory" (memory 1))
      (import "host" "take" (func $take (param i32 i32)))
      (data (i32.const 16) "\20\00\00\00\02\00\00\00")
      (data (i32.const 32) "ok")
      (func (export "run") (param i32 i32) (result i32)
        (call $take (i32.const 1000) (i32.const 1))
        (i32.const 16)))
    (core instance $i (instantiate $m
      (with "mem" (instance $mem))
      (with "host" (instance
        (export "take" (func $take))))))
    (func $run (param "input" string) (result string)
      (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
    (export "run" (func $run)))
  (instance $giver (instantiate $giver (with "take" (func $taker "take")) (with "wide" (type $taker "wide"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $giver "run"))))
