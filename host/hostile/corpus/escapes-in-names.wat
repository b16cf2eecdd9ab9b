;; Traps in a function whose name holds terminal escape sequences and a forged line.
;;! row: terminal-escapes
;;! ends: crashed trap
;;! says: wasm `unreachable` instruction executed
;;! limit: names of functions are made printable
(component
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func $evil (@name "\1b]0;owned\07\0d\n{\22level\22:\22fatal\22}\e2\80\ae") unreachable)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $evil)
      (i32.const 16)))
  (core instance $i (instantiate $m))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
