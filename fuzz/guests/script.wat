;; An interpreter of scripts: the event says which functions are called with which numbers.
;;
;; The event's data is a script: the offset of its code, values for the calls, then the code. The
;; guest copies it to 0x10000, so that its author knows every address. An instruction is one byte and
;; its operands, 32 bits each, which the guest passes to the host unchanged. The host's results are
;; appended to a transcript, which is the data of the only output.
;;
;; 0x00100 results of the host | 0x00200 the output | 0x10000 script | 0x20000 transcript | 0x220000 heap
(module
  (import "guesthouse:automation/log@0.1.0" "write" (func $log (param i32 i32 i32 i32 i32)))
  (import "guesthouse:automation/config@0.1.0" "get" (func $config (param i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[static]store.open" (func $open (param i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[method]store.get" (func $get (param i32 i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[method]store.set" (func $set (param i32 i32 i32 i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[method]store.delete" (func $delete (param i32 i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[method]store.keys" (func $keys (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "guesthouse:automation/state@0.1.0" "[resource-drop]store" (func $drop (param i32)))
  (import "guesthouse:automation/http@0.1.0" "send" (func $send (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))

  (memory (export "memory") 64)
  (global $pc (mut i32) (i32.const 0))
  (global $out (mut i32) (i32.const 0x20000))
  (global $heap (mut i32) (i32.const 0x220000))
  (global $answer (mut i32) (i32.const 0x100))   ;; where the host writes its result
  (global $lie (mut i32) (i32.const 0))          ;; what the next allocation returns, if not zero
  (global $result (mut i32) (i32.const 0))       ;; the result of `handle`, when it is known

  (type $instruction (func))
  (table funcref (elem
    $end $return $trap $spin $do-log $do-config $do-open $do-get $do-set $do-delete $do-keys
    $do-drop $do-send $grow $copy $fill $answer-at $lie-once $recurse $store))

  (func (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (if (global.get $lie)
      (then
        (local.set $at (global.get $lie))
        (global.set $lie (i32.const 0))
        (return (local.get $at))))
    (local.set $at (i32.and
      (i32.add (global.get $heap) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
    (global.set $heap (i32.add (local.get $at) (local.get $size)))
    (block $enough
      (br_if $enough (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
      (br_if $enough (i32.ne (i32.const -1) (memory.grow (i32.add (i32.const 1)
        (i32.shr_u (i32.sub (global.get $heap) (i32.mul (memory.size) (i32.const 65536))) (i32.const 16))))))
      unreachable)
    (local.get $at))

  (func (export "guesthouse:automation/handler@0.1.0#handle") (param $event i32) (result i32)
    (local $length i32)
    (if (i32.load8_u offset=80 (local.get $event))
      (then (local.set $length (i32.load offset=88 (local.get $event)))))
    (if (i32.gt_u (local.get $length) (i32.const 0x10000)) (then unreachable))
    (memory.copy (i32.const 0x10000) (i32.load offset=84 (local.get $event)) (local.get $length))
    (global.set $pc (i32.add (i32.const 0x10000) (i32.load (i32.const 0x10000))))
    (loop $next
      (if (i32.lt_u (global.get $pc) (i32.add (i32.const 0x10000) (local.get $length)))
        (then (call_indirect (type $instruction) (call $operator)))
        (else (call $end)))
      (br_if $next (i32.eqz (global.get $result))))
    (global.get $result))

  (func $operator (result i32)
    (i32.load8_u (global.get $pc))
    (global.set $pc (i32.add (global.get $pc) (i32.const 1))))

  (func $a (result i32)
    (i32.load (global.get $pc))
    (global.set $pc (i32.add (global.get $pc) (i32.const 4))))

  ;; The transcript.

  (func $say (param $byte i32)
    (if (i32.ge_u (global.get $out) (i32.const 0x220000)) (then unreachable))
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1))))

  (func $say-number (param $n i32)
    (if (i32.gt_u (global.get $out) (i32.const 0x21fffc)) (then unreachable))
    (i32.store (global.get $out) (local.get $n))
    (global.set $out (i32.add (global.get $out) (i32.const 4))))

  ;; The list of bytes whose pointer and length are at `$at`.
  (func $say-bytes (param $at i32)
    (local $length i32)
    (local.set $length (i32.load offset=4 (local.get $at)))
    (call $say-number (local.get $length))
    (if (i32.gt_u (local.get $length) (i32.sub (i32.const 0x220000) (global.get $out))) (then unreachable))
    (memory.copy (global.get $out) (i32.load (local.get $at)) (local.get $length))
    (global.set $out (i32.add (global.get $out) (local.get $length))))

  ;; The list of `$width` lists of bytes to an entry whose pointer and length are at `$at`.
  (func $say-lists (param $at i32) (param $width i32)
    (local $left i32) (local $entry i32)
    (local.set $entry (i32.load (local.get $at)))
    (local.set $left (i32.load offset=4 (local.get $at)))
    (call $say-number (local.get $left))
    (local.set $left (i32.mul (local.get $left) (local.get $width)))
    (loop $more
      (if (local.get $left)
        (then
          (call $say-bytes (local.get $entry))
          (local.set $entry (i32.add (local.get $entry) (i32.const 8)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $more)))))

  ;; The discriminant of a result, and of the error that is `$at` bytes behind it. Returns whether
  ;; there is a value.
  (func $say-result (param $at i32) (result i32)
    (local $tag i32)
    (local.set $tag (i32.load8_u (global.get $answer)))
    (call $say (local.get $tag))
    (if (local.get $tag)
      (then (call $say (i32.load8_u (i32.add (global.get $answer) (local.get $at))))))
    (i32.eqz (local.get $tag)))

  ;; Instructions.

  (func $end
    (i32.store8 (i32.const 0x40) (i32.const 0))
    (i32.store (i32.const 0x44) (i32.const 0x200))
    (i32.store (i32.const 0x48) (i32.const 1))
    (memory.fill (i32.const 0x200) (i32.const 0) (i32.const 100))
    (i32.store (i32.const 0x218) (i32.const 0x300))
    (i32.store (i32.const 0x21c) (i32.const 10))
    (i32.store8 (i32.const 0x238) (i32.const 1))
    (i32.store (i32.const 0x23c) (i32.const 0x310))
    (i32.store (i32.const 0x240) (i32.const 24))
    (i32.store8 (i32.const 0x258) (i32.const 1))
    (i32.store (i32.const 0x25c) (i32.const 0x20000))
    (i32.store (i32.const 0x260) (i32.sub (global.get $out) (i32.const 0x20000)))
    (global.set $result (i32.const 0x40)))
  (data (i32.const 0x300) "transcript")
  (data (i32.const 0x310) "application/octet-stream")

  (func $return (global.set $result (call $a)))
  (func $trap unreachable)
  (func $spin (loop $again (br $again)))
  (func $recurse (call $recurse) (drop (call $operator)))
  (func $answer-at (global.set $answer (call $a)))
  (func $lie-once (global.set $lie (call $a)))
  (func $store (i32.store (call $a) (call $a)))
  (func $copy (memory.copy (call $a) (call $a) (call $a)))
  (func $fill (memory.fill (call $a) (call $a) (call $a)))
  (func $grow (call $say-number (memory.grow (call $a))))

  (func $do-log (call $log (call $a) (call $a) (call $a) (call $a) (call $a)))

  (func $do-config
    (call $config (call $a) (call $a) (global.get $answer))
    (call $say (i32.load8_u (global.get $answer)))
    (if (i32.load8_u (global.get $answer))
      (then (call $say-bytes (i32.add (global.get $answer) (i32.const 4))))))

  (func $do-open
    (call $open (call $a) (call $a) (global.get $answer))
    (if (call $say-result (i32.const 4))
      (then (call $say-number (i32.load offset=4 (global.get $answer))))))

  (func $do-get
    (call $get (call $a) (call $a) (call $a) (global.get $answer))
    (if (call $say-result (i32.const 4))
      (then
        (call $say (i32.load8_u offset=4 (global.get $answer)))
        (if (i32.load8_u offset=4 (global.get $answer))
          (then (call $say-bytes (i32.add (global.get $answer) (i32.const 8))))))))

  (func $do-set
    (call $set (call $a) (call $a) (call $a) (call $a) (call $a) (global.get $answer))
    (drop (call $say-result (i32.const 1))))

  (func $do-delete
    (call $delete (call $a) (call $a) (call $a) (global.get $answer))
    (drop (call $say-result (i32.const 1))))

  (func $do-keys
    (call $keys (call $a) (call $a) (call $a) (call $a) (call $a) (call $a) (call $a) (global.get $answer))
    (if (call $say-result (i32.const 4))
      (then (call $say-lists (i32.add (global.get $answer) (i32.const 4)) (i32.const 1)))))

  (func $do-drop (call $drop (call $a)))

  (func $do-send
    (call $send
      (call $a) (call $a) (call $a) (call $a) (call $a) (call $a) (call $a) (call $a)
      (call $a) (call $a) (call $a) (call $a) (call $a) (global.get $answer))
    (if (call $say-result (i32.const 4))
      (then
        (call $say-number (i32.load16_u offset=4 (global.get $answer)))
        (call $say-lists (i32.add (global.get $answer) (i32.const 8)) (i32.const 2))
        (call $say-bytes (i32.add (global.get $answer) (i32.const 16)))))))
