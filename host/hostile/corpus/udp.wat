;; Asks for a UDP socket: the result is an error.
;;! row: ssrf
;;! ends: completed
;;! limit: there are no sockets
(component
  (import "wasi:sockets/network@0.2.0" (instance $network
    (export "network" (type $network (sub resource)))
    (type $error-def (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory"
      "timeout" "concurrency-conflict" "not-in-progress" "would-block" "invalid-state"
      "new-socket-limit" "address-not-bindable" "address-in-use" "remote-unreachable"
      "connection-refused" "connection-reset" "connection-aborted" "datagram-too-large"
      "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export "error-code" (type $error (eq $error-def)))
    (type $family-def (enum "ipv4" "ipv6"))
    (export "ip-address-family" (type $family (eq $family-def)))))
  (alias export $network "network" (type $network))
  (alias export $network "error-code" (type $error-code))
  (alias export $network "ip-address-family" (type $family))
  (import "wasi:sockets/udp@0.2.0" (instance $udp (export "udp-socket" (type (sub resource)))))
  (alias export $udp "udp-socket" (type $socket))
  (import "wasi:sockets/udp-create-socket@0.2.0" (instance $create
    (alias outer 1 $socket (type $socket-outer))
    (alias outer 1 $error-code (type $error-outer))
    (alias outer 1 $family (type $family-outer))
    (export "udp-socket" (type $s (eq $socket-outer)))
    (export "error-code" (type $e (eq $error-outer)))
    (export "ip-address-family" (type $f (eq $family-outer)))
    (export "create-udp-socket" (func
      (param "address-family" $f) (result (result (own $s) (error $e)))))))
  (core module $memory
    (memory (export "memory") 32)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $mem (instantiate $memory))
  (core func $create (canon lower (func $create "create-udp-socket") (memory $mem "memory")))
  (core module $m
    (import "mem" "memory" (memory 1))
    (import "host" "create" (func $create (param i32 i32)))
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "run") (param i32 i32) (result i32)
      (call $create (i32.const 0) (i32.const 1024))
      (if (i32.eqz (i32.load8_u (i32.const 1024))) (then (unreachable)))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "mem" (instance $mem))
    (with "host" (instance
      (export "create" (func $create))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $mem "memory") (realloc (func $mem "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
