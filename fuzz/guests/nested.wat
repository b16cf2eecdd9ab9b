;; Components in a component, of which one is an argument of another, with strings between them.
(component
  (component $inner
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "say") (param i32 i32) (result i32)
        (i32.store (i32.const 8) (local.get 0))
        (i32.store (i32.const 12) (local.get 1))
        (i32.const 8)))
    (core instance $i (instantiate $m))
    (func (export "say") (param "text" string) (result string)
      (canon lift (core func $i "say") (memory $i "memory") (realloc (func $i "realloc")))))
  (component $outer
    (import "say" (func $say (param "text" string) (result string)))
    (core module $libc
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 2048)))
    (core instance $libc (instantiate $libc))
    (core func $say (canon lower (func $say) (memory $libc "memory") (realloc (func $libc "realloc"))))
    (core module $m
      (import "libc" "memory" (memory 1))
      (import "host" "say" (func $say (param i32 i32 i32)))
      (data (i32.const 64) "hello")
      (func (export "run") (result i32)
        (call $say (i32.const 64) (i32.const 5) (i32.const 16))
        (i32.load (i32.const 20))))
    (core instance $i (instantiate $m
      (with "libc" (instance $libc))
      (with "host" (instance (export "say" (func $say))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))
  (instance $a (instantiate $inner))
  (instance $b (instantiate $outer (with "say" (func $a "say"))))
  (export "run" (func $b "run"))
  (export "a" (instance $a)))
