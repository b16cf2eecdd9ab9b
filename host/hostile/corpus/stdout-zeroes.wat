;; Makes the host write 100 MB of zeroes at once.
;;! row: stdout-flood
;;! ends: crashed trap
;;! says: cannot write more zeroes than `check_write` allows
;;! limit: write_bytes, before the host allocates the zeroes
(component
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error-type))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer 1 $error-type (type $error-outer))
    (export "error" (type $error (eq $error-outer)))
    (type $stream-error-def (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $stream-error-def)))
    (export "output-stream" (type $output-stream (sub resource)))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $output-stream)) (param "contents" (list u8))
      (result (result (error $stream-error)))))
    (export "[method]output-stream.write-zeroes" (func
      (param "self" (borrow $output-stream)) (param "len" u64)
      (result (result (error $stream-error)))))))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:cli/stdout@0.2.0" (instance $cli
    (alias outer 1 $output-stream (type $outer))
    (export "output-stream" (type $stream (eq $outer)))
    (export "get-stdout" (func (result (own $stream))))))
  (core module $memory (memory (export "memory") 32))
  (core instance $mem (instantiate $memory))
  (core func $write (canon lower
    (func $streams "[method]output-stream.blocking-write-and-flush") (memory $mem "memory")))
  (core func $zeroes (canon lower
    (func $streams "[method]output-stream.write-zeroes") (memory $mem "memory")))
  (core func $stdout (canon lower (func $cli "get-stdout")))
  (core module $m
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "zeroes" (func $zeroes (param i32 i64 i32)))
    (import "host" "stdout" (func $stdout (result i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $zeroes (call $stdout) (i64.const 100000000) (i32.const 8192)) (i32.const 16)))
  (core instance $i (instantiate $m (with "host" (instance (export "write" (func $write)) (export "zeroes" (func $zeroes)) (export "stdout" (func $stdout))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
