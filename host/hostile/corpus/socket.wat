;; Asks for a TCP socket: the result is the error `access-denied`.
;;! row: ssrf
;;! ends: completed
;;! limit: there are no sockets
(component
  (import "wasi:sockets/network@0.2.0" (instance $network
    (type $code-def (enum "unknown" "access-denied" "not-supported" "invalid-argument"
      "out-of-memory" "timeout" "concurrency-conflict" "not-in-progress" "would-block"
      "invalid-state" "new-socket-limit" "address-not-bindable" "address-in-use"
      "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted"
      "datagram-too-large" "name-unresolvable" "temporary-resolver-failure"
      "permanent-resolver-failure"))
    (export "error-code" (type (eq $code-def)))
    (type $family-def (enum "ipv4" "ipv6"))
    (export "ip-address-family" (type (eq $family-def)))))
  (alias export $network "error-code" (type $code))
  (alias export $network "ip-address-family" (type $family))
  (import "wasi:sockets/tcp@0.2.0" (instance $tcp
    (export "tcp-socket" (type (sub resource)))))
  (alias export $tcp "tcp-socket" (type $socket))
  (import "wasi:sockets/tcp-create-socket@0.2.0" (instance $create
    (alias outer 1 $code (type $code-outer))
    (export "error-code" (type $error-code (eq $code-outer)))
    (alias outer 1 $family (type $family-outer))
    (export "ip-address-family" (type $address-family (eq $family-outer)))
    (alias outer 1 $socket (type $socket-outer))
    (export "tcp-socket" (type $tcp-socket (eq $socket-outer)))
    (export "create-tcp-socket" (func (param "address-family" $address-family)
      (result (result (own $tcp-socket) (error $error-code)))))))
  (core module $memory (memory (export "memory") 1))
  (core instance $mem (instantiate $memory))
  (core func $socket (canon lower (func $create "create-tcp-socket") (memory $mem "memory")))
  (core module $m
    (import "mem" "memory" (memory $shared 1))
    (import "host" "socket" (func $socket (param i32 i32)))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (call $socket (i32.const 0) (i32.const 64))
      (if (i32.ne (i32.load8_u (i32.const 64)) (i32.const 1)) (then (unreachable)))
      (if (i32.ne (i32.load8_u (i32.const 68)) (i32.const 1)) (then (unreachable)))
      (i32.const 16)))
  (core instance $i (instantiate $m (with "mem" (instance $mem)) (with "host" (instance (export "socket" (func $socket))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
