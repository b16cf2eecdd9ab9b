;; Writes to standard error in an endless loop. The host keeps only the end, to find a crash message
;; in it.
;;! row: stdout-flood
;;! ends: limit fuel
;;! limit: stderr_tail_bytes; the guest pays for the work
;;! limits: {"fuel": 20000000}
(component
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error-type))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer 1 $error-type (type $error-outer))
    (export "error" (type $error (eq $error-outer)))
    (type $stream-error-def (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $stream-error-def)))
    (export "input-stream" (type $input-stream (sub resource)))
    (export "output-stream" (type $output-stream (sub resource)))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $output-stream)) (param "contents" (list u8))
      (result (result (error $stream-error)))))))
  (alias export $streams "input-stream" (type $input-stream))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:cli/stderr@0.2.0" (instance $stderr
    (alias outer 1 $output-stream (type $outer))
    (export "output-stream" (type $stream (eq $outer)))
    (export "get-stderr" (func (result (own $stream))))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $mem "memory")))
  (core func $stderr (canon lower (func $stderr "get-stderr")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "stderr" (func $stderr (result i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (local $out i32)
      (local.set $out (call $stderr))
      (loop (call $write (local.get $out) (i32.const 0) (i32.const 4096) (i32.const 8192)) (br 0))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "write" (func $write))
      (export "stderr" (func $stderr))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
