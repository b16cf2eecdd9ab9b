(component
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "poll" (func
      (param "in" (list (borrow $pollable))) (result (list u32))))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error-type))
  (import "wasi:io/streams@0.2.6" (instance $streams
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
  (import "wasi:cli/exit@0.2.0" (instance $exit
    (export "exit" (func (param "status" (result))))))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (alias outer 1 $pollable (type $outer))
    (export "pollable" (type $p (eq $outer)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $p))))))
  (import "wasi:clocks/wall-clock@0.2.12" (instance $wall
    (type $datetime-def (record (field "seconds" u64) (field "nanoseconds" u32)))
    (export "datetime" (type $datetime (eq $datetime-def)))
    (export "now" (func (result $datetime)))))
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-u64" (func (result u64)))
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
  (import "wasi:sockets/network@0.2.0" (instance $network
    (type $family-def (enum "ipv4" "ipv6"))
    (export "ip-address-family" (type (eq $family-def)))
    (type $code-def (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout"
      "concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable"
      "address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted"
      "datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export "error-code" (type (eq $code-def)))))
  (alias export $network "ip-address-family" (type $family))
  (alias export $network "error-code" (type $code))
  (import "wasi:sockets/tcp@0.2.0" (instance $tcp
    (export "tcp-socket" (type (sub resource)))))
  (alias export $tcp "tcp-socket" (type $socket))
  (import "wasi:sockets/tcp-create-socket@0.2.0" (instance $sockets
    (alias outer 1 $family (type $family-outer))
    (export "ip-address-family" (type $f (eq $family-outer)))
    (alias outer 1 $code (type $code-outer))
    (export "error-code" (type $c (eq $code-outer)))
    (alias outer 1 $socket (type $socket-outer))
    (export "tcp-socket" (type $s (eq $socket-outer)))
    (export "create-tcp-socket" (func (param "address-family" $f) (result (result (own $s) (error $c)))))))

  (core module $memory
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 8192))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next)
      (global.set $next (i32.and (i32.const 65528)
        (i32.add (i32.const 7) (i32.add (global.get $next) (local.get 3)))))))
  (core instance $mem (instantiate $memory))
  (core func $poll (canon lower (func $poll "poll")
    (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core func $write (canon lower
    (func $streams "[method]output-stream.blocking-write-and-flush") (memory $mem "memory")))
  (core func $stderr (canon lower (func $cli "get-stderr")))
  (core func $exit (canon lower (func $exit "exit")))
  (core func $sleep (canon lower (func $clock "subscribe-duration")))
  (core func $wall (canon lower (func $wall "now") (memory $mem "memory")))
  (core func $random (canon lower (func $random "get-random-u64")))
  (core func $random-bytes (canon lower (func $random "get-random-bytes")
    (memory $mem "memory") (realloc (func $mem "realloc"))))
  (core func $socket (canon lower (func $sockets "create-tcp-socket") (memory $mem "memory")))

  (core module $m
    (import "m" "memory" (memory 1))
    (import "w" "poll" (func $poll (param i32 i32 i32)))
    (import "w" "write" (func $write (param i32 i32 i32 i32)))
    (import "w" "stderr" (func $stderr (result i32)))
    (import "w" "exit" (func $exit (param i32)))
    (import "w" "sleep" (func $sleep (param i64) (result i32)))
    (import "w" "wall" (func $wall (param i32)))
    (import "w" "random" (func $random (result i64)))
    (import "w" "random-bytes" (func $random-bytes (param i64 i32)))
    (import "w" "socket" (func $socket (param i32 i32)))
    (data (i32.const 16) "\20\00\00\00\08\00\00\00")
    (data (i32.const 32) "--------")
    (data (i32.const 64) "first line\0ax\1by\0a")
    (global $n (mut i32) (i32.const 0))
    (func (export "run") (param i32 i32) (result i32)
      {run}
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "m" (instance $mem))
    (with "w" (instance
      (export "poll" (func $poll))
      (export "write" (func $write))
      (export "stderr" (func $stderr))
      (export "exit" (func $exit))
      (export "sleep" (func $sleep))
      (export "wall" (func $wall))
      (export "random" (func $random))
      (export "random-bytes" (func $random-bytes))
      (export "socket" (func $socket))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
