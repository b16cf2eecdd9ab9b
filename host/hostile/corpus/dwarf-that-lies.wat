;; Has debug information that refers to itself and is cut off.
;;! row: hostile-dwarf
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: the host does not read debug information
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (@custom ".debug_info" "\ff\ff\ff\ff\ff\ff\ff\ff\05\00\01\08\00\00\00\00\01\01\01\01\01\01")
    (@custom ".debug_abbrev" "\01\11\01\ff\ff\ff\ff\0f\00")
    (@custom ".debug_line" "\ff\ff\ff\7f\05\00")
    (@custom ".debug_str" "{{1000:\1b[31m}}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      unreachable
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
