;; Has an asynchronous export.
;;! row: async-timeout
;;! ends: refused unsupported-feature
;;! says: component-model async
;;! limit: the set of features: functions are synchronous here
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "callback") (param i32 i32 i32) (result i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32) (i32.const 0)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))
      async (callback (func $i "callback"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
