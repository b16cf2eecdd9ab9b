;; Has passive element segments of a few kilobytes in hundreds of instances: each instance has a copy.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts
;;! says: bytes of instance data, more than the 8388608 allowed
;;! limit: what the engine keeps of all instances after expansion, before anything is compiled
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)

      (i32.const 16)))
  (core module $waits
    (func)
    (elem func {{20000:0 }}))
  {{400:(core instance (instantiate $waits)) }}
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
