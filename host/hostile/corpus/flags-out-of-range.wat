;; Sets flags that the type does not have. The host does not see them.
;;! row: lying-abi
;;! ends: completed
;;! limit: the engine ignores bits without a name
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (type $colour-def (enum "red" "green" "blue"))
    (export "colour" (type $colour (eq $colour-def)))
    (type $marks-def (flags "a" "b" "c"))
    (export "marks" (type $marks (eq $marks-def)))
    (export "show" (func (param "letter" char) (param "colour" $colour) (param "marks" $marks)
      (param "maybe" (option u8))))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $show (canon lower (func $host "show")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "show" (func $show (param i32 i32 i32 i32 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $show (i32.const 65) (i32.const 0) (i32.const -1) (i32.const 0) (i32.const 0))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "show" (func $show))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
