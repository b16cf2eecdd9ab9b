;; Writes log lines that hold terminal escape sequences and look like the host's.
;;! row: terminal-escapes
;;! ends: completed
;;! limit: control characters and direction marks are made visible
(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "note" (func (param "text" string)))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $note (canon lower (func $host "note") (memory $mem "memory")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "note" (func $note (param i32 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (data (i32.const 64) "done\0d\1b[2K\1b]8;;http://evil.example\07\c2\9b31m\e2\80\ae\e2\81\a6\00\7f\n{\22level\22:\22fatal\22}            ")
    (func (export "run") (param i32 i32) (result i32)
      (call $note (i32.const 64) (i32.const 74))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "note" (func $note))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
