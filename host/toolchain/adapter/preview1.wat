;; WASI preview 1, as far as Go's runtime and standard library import it, in terms of WASI 0.2.
;;
;; It owns no memory and asks the module for none: see docs/design/0003-go-adapter.md. Two imports
;; return through memory; they borrow the 16 bytes at $scratch and put back what was there.
(module
  (type $errno-1 (func (param i32) (result i32)))
  (type $errno-2 (func (param i32 i32) (result i32)))
  (type $errno-3 (func (param i32 i32 i32) (result i32)))
  (type $errno-4 (func (param i32 i32 i32 i32) (result i32)))
  (type $errno-5 (func (param i32 i32 i32 i32 i32) (result i32)))
  (type $errno-6 (func (param i32 i32 i32 i32 i32 i32) (result i32)))
  (type $errno-7 (func (param i32 i32 i32 i32 i32 i32 i32) (result i32)))

  (import "env" "memory" (memory 0))
  (import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))
  (import "wasi:cli/stdout@0.2.0" "get-stdout" (func $get-stdout (result i32)))
  (import "wasi:cli/stderr@0.2.0" "get-stderr" (func $get-stderr (result i32)))
  (import "wasi:clocks/monotonic-clock@0.2.0" "now" (func $monotonic-now (result i64)))
  (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (func $subscribe-duration (param i64) (result i32)))
  (import "wasi:clocks/wall-clock@0.2.0" "now" (func $wall-now (param i32)))
  (import "wasi:io/error@0.2.0" "[resource-drop]error" (func $drop-error (param i32)))
  (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush" (func $write (param i32 i32 i32 i32)))
  (import "wasi:random/random@0.2.0" "get-random-u64" (func $random (result i64)))

  (global $scratch i32 (i32.const 16))
  (global $acces i32 (i32.const 2))
  (global $badf i32 (i32.const 8))
  (global $inval i32 (i32.const 28))
  (global $io i32 (i32.const 29))
  (global $noent i32 (i32.const 44))
  (global $pipe i32 (i32.const 64))
  (global $spipe i32 (i32.const 70))

  ;; Handles of the two streams, asked for at the first write. No handle is 0.
  (global $stdout (mut i32) (i32.const 0))
  (global $stderr (mut i32) (i32.const 0))

  ;; ---- arguments: the name "plugin" ----

  (func (export "args_sizes_get") (param $count-out i32) (param $bytes-out i32) (result i32)
    (i32.store (local.get $count-out) (i32.const 1))
    (i32.store (local.get $bytes-out) (i32.const 7))
    (i32.const 0))
  (func (export "args_get") (param $pointers i32) (param $bytes i32) (result i32)
    (i32.store (local.get $pointers) (local.get $bytes))
    ;; "plug", then "in" and the end.
    (i32.store (local.get $bytes) (i32.const 0x67756c70))
    (i32.store16 offset=4 (local.get $bytes) (i32.const 0x6e69))
    (i32.store8 offset=6 (local.get $bytes) (i32.const 0))
    (i32.const 0))

  ;; ---- environment: empty ----

  (func $no-strings (type $errno-2)
    (i32.store (local.get 0) (i32.const 0))
    (i32.store (local.get 1) (i32.const 0))
    (i32.const 0))
  (func $nothing-2 (type $errno-2) (i32.const 0))
  (export "environ_sizes_get" (func $no-strings))
  (export "environ_get" (func $nothing-2))

  ;; ---- clocks ----

  (func $wall-nanoseconds (result i64)
    (local $first i64) (local $second i64) (local $now i64)
    (local.set $first (i64.load (global.get $scratch)))
    (local.set $second (i64.load offset=8 (global.get $scratch)))
    (call $wall-now (global.get $scratch))
    ;; After the year 2554, nanoseconds since 1970 do not fit into 64 bits: the clock stands still.
    (local.set $now (if (result i64)
      (i64.gt_u (i64.load (global.get $scratch)) (i64.const 18446744072))
      (then (i64.const -1))
      (else (i64.add
        (i64.mul (i64.load (global.get $scratch)) (i64.const 1000000000))
        (i64.load32_u offset=8 (global.get $scratch))))))
    (i64.store (global.get $scratch) (local.get $first))
    (i64.store offset=8 (global.get $scratch) (local.get $second))
    (local.get $now))

  ;; Clock 0 is the wall clock. The clocks of processor time count as the monotonic one.
  (func $now (param $clock i32) (result i64)
    (if (result i64) (i32.eqz (local.get $clock))
      (then (call $wall-nanoseconds))
      (else (call $monotonic-now))))

  (func (export "clock_time_get") (param $clock i32) (param $precision i64) (param $out i32) (result i32)
    (if (i32.gt_u (local.get $clock) (i32.const 3)) (then (return (global.get $inval))))
    (i64.store (local.get $out) (call $now (local.get $clock)))
    (i32.const 0))

  (func $sleep (param $nanoseconds i64)
    (local $pollable i32)
    (local.set $pollable (call $subscribe-duration (local.get $nanoseconds)))
    (call $block (local.get $pollable))
    (call $drop-pollable (local.get $pollable)))

  ;; How long the clock subscription at $entry still has to wait.
  (func $wait-of (param $entry i32) (result i64)
    (local $timeout i64) (local $now i64)
    (local.set $timeout (i64.load offset=24 (local.get $entry)))
    (if (i32.eqz (i32.and (i32.load16_u offset=40 (local.get $entry)) (i32.const 1)))
      (then (return (local.get $timeout))))
    (local.set $now (call $now (i32.load offset=16 (local.get $entry))))
    (if (result i64) (i64.gt_u (local.get $timeout) (local.get $now))
      (then (i64.sub (local.get $timeout) (local.get $now)))
      (else (i64.const 0))))

  (func $put-event (param $event i32) (param $entry i32) (param $errno i32)
    (i64.store (local.get $event) (i64.load (local.get $entry)))
    (i64.store offset=8 (local.get $event) (i64.const 0))
    (i64.store offset=16 (local.get $event) (i64.const 0))
    (i64.store offset=24 (local.get $event) (i64.const 0))
    (i32.store16 offset=8 (local.get $event) (local.get $errno))
    (i32.store8 offset=10 (local.get $event) (i32.load8_u offset=8 (local.get $entry))))

  ;; There is nothing to wait for but time: a file descriptor answers EBADF at once, and without
  ;; one the shortest timer is slept.
  (func (export "poll_oneoff") (param $entries i32) (param $events i32) (param $count i32) (param $answered-out i32) (result i32)
    (local $entry i32) (local $end i32) (local $answered i32)
    (local $next i32) (local $wait i64) (local $shortest i64)
    (if (i32.eqz (local.get $count)) (then (return (global.get $inval))))
    (local.set $shortest (i64.const -1))
    (local.set $next (local.get $entries))
    (local.set $entry (local.get $entries))
    (local.set $end (i32.add (local.get $entries) (i32.mul (local.get $count) (i32.const 48))))
    (loop $each
      (if (i32.load8_u offset=8 (local.get $entry))
        (then
          (call $put-event
            (i32.add (local.get $events) (i32.mul (local.get $answered) (i32.const 32)))
            (local.get $entry) (global.get $badf))
          (local.set $answered (i32.add (local.get $answered) (i32.const 1))))
        (else
          (local.set $wait (call $wait-of (local.get $entry)))
          (if (i64.lt_u (local.get $wait) (local.get $shortest))
            (then
              (local.set $shortest (local.get $wait))
              (local.set $next (local.get $entry))))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 48)))
      (br_if $each (i32.lt_u (local.get $entry) (local.get $end))))
    (if (i32.eqz (local.get $answered))
      (then
        (call $sleep (local.get $shortest))
        (call $put-event (local.get $events) (local.get $next) (i32.const 0))
        (local.set $answered (i32.const 1))))
    (i32.store (local.get $answered-out) (local.get $answered))
    (i32.const 0))

  (func (export "sched_yield") (result i32) (i32.const 0))

  ;; ---- random ----

  (func (export "random_get") (param $to i32) (param $length i32) (result i32)
    (local $bits i64) (local $left-in-bits i32)
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $length)))
        (if (i32.eqz (local.get $left-in-bits))
          (then
            (local.set $bits (call $random))
            (local.set $left-in-bits (i32.const 8))))
        (i64.store8 (local.get $to) (local.get $bits))
        (local.set $bits (i64.shr_u (local.get $bits) (i64.const 8)))
        (local.set $left-in-bits (i32.sub (local.get $left-in-bits) (i32.const 1)))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (local.set $length (i32.sub (local.get $length) (i32.const 1)))
        (br $each)))
    (i32.const 0))

  ;; ---- the end ----

  (func (export "proc_exit") (param $code i32)
    (call $exit (i32.ne (local.get $code) (i32.const 0)))
    unreachable)

  ;; ---- standard streams: descriptors 0, 1 and 2 ----

  (func $stream (param $fd i32) (result i32)
    (if (i32.eq (local.get $fd) (i32.const 1))
      (then
        (if (i32.eqz (global.get $stdout)) (then (global.set $stdout (call $get-stdout))))
        (return (global.get $stdout))))
    (if (i32.eqz (global.get $stderr)) (then (global.set $stderr (call $get-stderr))))
    (global.get $stderr))

  ;; Writes at most 4,096 bytes, the most that one call may carry.
  (func $write-some (param $stream i32) (param $from i32) (param $length i32) (result i32)
    (local $first i64) (local $second i32) (local $errno i32)
    (local.set $first (i64.load (global.get $scratch)))
    (local.set $second (i32.load offset=8 (global.get $scratch)))
    (call $write (local.get $stream) (local.get $from) (local.get $length) (global.get $scratch))
    (if (i32.load8_u (global.get $scratch))
      (then
        (local.set $errno (global.get $pipe))
        (if (i32.eqz (i32.load8_u offset=4 (global.get $scratch)))
          (then
            (call $drop-error (i32.load offset=8 (global.get $scratch)))
            (local.set $errno (global.get $io))))))
    (i64.store (global.get $scratch) (local.get $first))
    (i32.store offset=8 (global.get $scratch) (local.get $second))
    (local.get $errno))

  (func $write-all (param $stream i32) (param $from i32) (param $length i32) (result i32)
    (local $step i32) (local $errno i32)
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $length)))
        (local.set $step (select (i32.const 4096) (local.get $length)
          (i32.gt_u (local.get $length) (i32.const 4096))))
        (local.set $errno (call $write-some (local.get $stream) (local.get $from) (local.get $step)))
        (br_if $done (local.get $errno))
        (local.set $from (i32.add (local.get $from) (local.get $step)))
        (local.set $length (i32.sub (local.get $length) (local.get $step)))
        (br $each)))
    (local.get $errno))

  (func (export "fd_write") (param $fd i32) (param $vectors i32) (param $count i32) (param $written-out i32) (result i32)
    (local $errno i32) (local $written i32) (local $length i32)
    (if (i32.or (i32.eqz (local.get $fd)) (i32.gt_u (local.get $fd) (i32.const 2)))
      (then (return (global.get $badf))))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $length (i32.load offset=4 (local.get $vectors)))
        (local.set $errno (call $write-all
          (call $stream (local.get $fd)) (i32.load (local.get $vectors)) (local.get $length)))
        (br_if $done (local.get $errno))
        (local.set $written (i32.add (local.get $written) (local.get $length)))
        (local.set $vectors (i32.add (local.get $vectors) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $each)))
    (i32.store (local.get $written-out) (local.get $written))
    (local.get $errno))

  ;; Standard input is at its end.
  (func (export "fd_read") (type $errno-4)
    (if (local.get 0) (then (return (global.get $badf))))
    (i32.store (local.get 3) (i32.const 0))
    (i32.const 0))

  (func $standard-only (param $fd i32) (result i32)
    (select (global.get $badf) (i32.const 0) (i32.gt_u (local.get $fd) (i32.const 2))))

  (func (export "fd_close") (type $errno-1) (call $standard-only (local.get 0)))
  (func (export "fd_sync") (type $errno-1) (call $standard-only (local.get 0)))
  (func (export "fd_fdstat_set_flags") (type $errno-2) (call $standard-only (local.get 0)))

  ;; A standard stream is a character device (2) without flags; it may do everything.
  (func (export "fd_fdstat_get") (param $fd i32) (param $out i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (global.get $badf))))
    (i64.store (local.get $out) (i64.const 2))
    (i64.store offset=8 (local.get $out) (i64.const -1))
    (i64.store offset=16 (local.get $out) (i64.const 0))
    (i32.const 0))

  (func (export "fd_filestat_get") (param $fd i32) (param $out i32) (result i32)
    (local $end i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (global.get $badf))))
    (local.set $end (i32.add (local.get $out) (i32.const 64)))
    (i64.store offset=16 (local.get $out) (i64.const 2))
    (i64.store (local.get $out) (i64.const 0))
    (i64.store offset=8 (local.get $out) (i64.const 0))
    (local.set $out (i32.add (local.get $out) (i32.const 24)))
    (loop $each
      (i64.store (local.get $out) (i64.const 0))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $each (i32.lt_u (local.get $out) (local.get $end))))
    (i32.const 0))

  (func (export "fd_seek") (param $fd i32) (param $offset i64) (param $whence i32) (param $out i32) (result i32)
    (select (global.get $badf) (global.get $spipe) (i32.gt_u (local.get $fd) (i32.const 2))))

  ;; ---- files: there are none ----

  (func (export "fd_pread") (param i32 i32 i32 i64 i32) (result i32) (global.get $badf))
  (func (export "fd_pwrite") (param i32 i32 i32 i64 i32) (result i32) (global.get $badf))
  (func (export "fd_readdir") (param i32 i32 i32 i64 i32) (result i32) (global.get $badf))
  (func (export "fd_filestat_set_size") (param i32 i64) (result i32) (global.get $badf))
  (func (export "fd_fdstat_set_rights") (param i32 i64 i64) (result i32) (global.get $badf))
  (func (export "fd_prestat_get") (type $errno-2) (global.get $badf))
  (func (export "fd_prestat_dir_name") (type $errno-3) (global.get $badf))
  (func (export "path_open") (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32) (global.get $noent))
  (func (export "path_filestat_set_times") (param i32 i32 i32 i32 i64 i64 i32) (result i32) (global.get $noent))
  (func (export "path_create_directory") (type $errno-3) (global.get $noent))
  (func (export "path_remove_directory") (type $errno-3) (global.get $noent))
  (func (export "path_unlink_file") (type $errno-3) (global.get $noent))
  (func (export "path_filestat_get") (type $errno-5) (global.get $noent))
  (func (export "path_symlink") (type $errno-5) (global.get $noent))
  (func (export "path_readlink") (type $errno-6) (global.get $noent))
  (func (export "path_rename") (type $errno-6) (global.get $noent))
  (func (export "path_link") (type $errno-7) (global.get $noent))

  ;; ---- sockets: none may be used ----

  (func (export "sock_accept") (type $errno-3) (global.get $acces))
  (func (export "sock_shutdown") (type $errno-2) (global.get $acces)))
