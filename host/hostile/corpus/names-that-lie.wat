;; Has a name section that names missing functions and has a length beyond the file.
;;! row: hostile-dwarf
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: names only appear in messages; an unreadable name is ignored
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (@custom "name" "\01\0c\02\ff\ff\ff\ff\0f\01x\00\ff\ff\ff\ff\0f")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      unreachable
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
