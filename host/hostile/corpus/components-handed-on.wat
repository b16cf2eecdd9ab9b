;; Takes a large component as an argument and instantiates it seven times. The pre-scan cannot see
;; its size there.
;;! row: instantiation-bomb
;;! ends: refused unsupported-feature
;;! says: modules or components passed as arguments
;;! limit: a component instantiates only what is defined in its own file
(component
  (component $between
    (import "large" (component $large))
    (import "many" (component $many (import "large" (component))))
    (instance (instantiate $many (with "large" (component $large)))))
  (component $many
    (import "large" (component $large))
    {{7:(instance (instantiate $large)) }})
  (component $large
    (core module $waits (func) (elem func {{16000:0 }}))
    {{10:(core instance (instantiate $waits)) }})
  (instance (instantiate $between (with "large" (component $large)) (with "many" (component $many))))
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
