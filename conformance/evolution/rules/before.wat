;; A plugin of the world `plugin` in before.wit. It uses each function and each type of `canvas`, and
;; returns the sum of the results.
(module
  (import "example:contract/canvas@1.0.0" "area" (func $area (param i32 i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "rank" (func $rank (param i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "size" (func $size (param i32 i32 i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "count" (func $count (param i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "[constructor]counter" (func $new (param i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "[method]counter.next" (func $next (param i32) (result i32)))
  (import "example:contract/canvas@1.0.0" "[resource-drop]counter" (func $drop (param i32)))
  (memory (export "memory") 1)
  (func (export "example:contract/handler@1.0.0#handle") (param $number i32) (result i32)
    (local $counter i32)
    (local.set $counter (call $new (local.get $number)))
    (call $area (local.get $number) (i32.const 2))           ;; {x: number, y: 2}
    (i32.add (call $rank (i32.const 1)))                     ;; green
    (i32.add (call $size (i32.const 2) (i32.const 3) (i32.const 4))) ;; corner({x: 3, y: 4})
    (i32.add (call $count (i32.const 3)))                    ;; {read, write}
    (i32.add (call $next (local.get $counter)))
    (call $drop (local.get $counter))))
