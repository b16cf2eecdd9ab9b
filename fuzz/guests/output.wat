;; Writes to standard error through the virtual WASI, then fails.
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
      (result (result (error $stream-error)))))))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:cli/stderr@0.2.0" (instance $cli
    (alias outer 1 $output-stream (type $outer))
    (export "output-stream" (type $stream (eq $outer)))
    (export "get-stderr" (func (result (own $stream))))))
  (core module $libc (memory (export "memory") 1))
  (core instance $libc (instantiate $libc))
  (core func $write (canon lower
    (func $streams "[method]output-stream.blocking-write-and-flush") (memory $libc "memory")))
  (core func $stderr (canon lower (func $cli "get-stderr")))
  (core module $m
    (import "libc" "memory" (memory 1))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "stderr" (func $stderr (result i32)))
    (data (i32.const 64) "thread 'x' panicked at src/lib.rs:1:2:\n\1b[31mno\n")
    (func (export "run")
      (call $write (call $stderr) (i32.const 64) (i32.const 48) (i32.const 16))
      unreachable))
  (core instance $i (instantiate $m
    (with "libc" (instance $libc))
    (with "host" (instance (export "write" (func $write)) (export "stderr" (func $stderr))))))
  (func (export "run") (canon lift (core func $i "run"))))
