//! Honest guests of the domain, as WebAssembly text.

/// Does some milliseconds of work.
pub const BUSY: &str = include_str!("busy.wat");

/// Does some work, calls `ask` with 7 and returns `ok`. Traps if its memory contains a byte that
/// another guest left.
pub const CANARY: &str = include_str!("canary.wat");

/// Returns a component whose function `run` executes `body` and returns `ok`. It has a memory and a
/// global `$n`.
#[must_use]
pub fn guest(body: &str) -> String {
    format!(
        r#"(component
  (import "tiny:calc/host@0.1.0" (instance $host
    (export "ask" (func (param "n" u32) (result u32)))))
  (core func $ask (canon lower (func $host "ask")))
  (core module $m
    (import "host" "ask" (func $ask (param i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 16) "\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "ok")
    (global $n (mut i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
    (func (export "run") (param i32 i32) (result i32)
      {body}
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "host" (instance (export "ask" (func $ask))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#
    )
}
