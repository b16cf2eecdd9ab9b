;; Looks for environment variables and arguments of the host: there are none. The only argument is the
;; name "plugin".
;;! row: secrets
;;! ends: completed
;;! limit: the environment is empty, and the only argument is a constant
(component
  (import "wasi:cli/environment@0.2.0" (instance $env
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "get-arguments" (func (result (list string))))
    (export "initial-cwd" (func (result (option string))))))
  (core module $memory
    (memory (export "memory") 32)
    (global $next (mut i32) (i32.const 4096))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.set $next (i32.add (global.get $next) (i32.const 64)))
      (global.get $next)))
  (core instance $mem (instantiate $memory))
  (core func $variables (canon lower (func $env "get-environment") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core func $arguments (canon lower (func $env "get-arguments") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core func $folder (canon lower (func $env "initial-cwd") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "variables" (func $variables (param i32)))
    (import "host" "arguments" (func $arguments (param i32)))
    (import "host" "folder" (func $folder (param i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $variables (i32.const 1024))
      (call $arguments (i32.const 1032))
      (call $folder (i32.const 1040))
      (if (i32.or (i32.load (i32.const 1028)) (i32.load8_u (i32.const 1040)))
        (then (unreachable)))
      ;; One argument, of 6 bytes, that begins with "plug".
      (if (i32.or (i32.ne (i32.load (i32.const 1036)) (i32.const 1))
            (i32.or
              (i32.ne (i32.load offset=4 (i32.load (i32.const 1032))) (i32.const 6))
              (i32.ne (i32.load (i32.load (i32.load (i32.const 1032)))) (i32.const 0x67756c70))))
        (then (unreachable)))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "variables" (func $variables))
      (export "arguments" (func $arguments))
      (export "folder" (func $folder))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
