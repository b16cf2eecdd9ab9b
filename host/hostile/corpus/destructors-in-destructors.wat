;; Drops a handle whose destructor drops the next one, ten thousand times.
;;! row: destructors
;;! ends: crashed stack-overflow
;;! limit: the size of a guest's stack, which destructors use too
(component
  (core module $chain
    (table (export "drop") 1 funcref)
    (type $t (func (param i32)))
    (func (export "d") (param i32)
      (if (i32.gt_u (local.get 0) (i32.const 1))
        (then (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))))))
  (core instance $chain (instantiate $chain))
  (alias core export $chain "d" (core func $dtor))
  (type $r (resource (rep i32) (dtor (func $dtor))))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core module $m
    (import "chain" "drop" (table 1 funcref))
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (elem (i32.const 0) func $drop)
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      (local $n i32)
      (local $h i32)
      (loop
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (local.set $h (call $new (local.get $n)))
        (br_if 0 (i32.lt_u (local.get $n) (i32.const 10000))))
      (call $drop (local.get $h))
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "chain" (instance $chain))
    (with "host" (instance (export "new" (func $new)) (export "drop" (func $drop))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))
