//! Sandboxes for the tests, and guests of the tiny domain.

pub(crate) use crate::calc::*;

use guesthouse_sandbox::{CompileLimits, Finished, Limits, Loaded, Refused, RunStart, Sandbox};
use std::time::Duration;

/// The clock and seed of every run of the tests.
pub(crate) const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// A sandbox that compiles in the worker of this crate and keeps nothing.
pub(crate) fn sandbox() -> Sandbox {
    let worker = env!("CARGO_BIN_EXE_guesthouse-sandbox-worker");
    Sandbox::builder()
        .worker(worker)
        .no_cache()
        .max_guests(4)
        .build()
        .unwrap()
}

/// One that compiles here, for components that these tests wrote themselves.
pub(crate) fn quick_sandbox() -> Sandbox {
    let limits = CompileLimits::default();
    let builder = Sandbox::builder()
        .in_process_for_trusted_code()
        .compile_limits(limits);
    builder.no_cache().max_guests(4).build().unwrap()
}

pub(crate) async fn load(sandbox: &Sandbox, wat: impl AsRef<str>) -> Result<Loaded<Calc>, Refused> {
    sandbox.load(wat::parse_str(wat.as_ref()).unwrap()).await
}

pub(crate) async fn run(loaded: &Loaded<Calc>) -> Finished<Calc> {
    run_with(loaded, &Limits::default()).await
}

pub(crate) async fn run_with(loaded: &Loaded<Calc>, limits: &Limits) -> Finished<Calc> {
    loaded
        .run(Tape::default(), limits, &START, "input".to_owned())
        .await
}

/// The component most tests need: `run` is `body`, over the memory `memory`, with `locals`.
pub(crate) fn guest(run: &str) -> String {
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
      {run}
      (i32.const 16)))
  (core instance $i (instantiate $m
    (with "host" (instance (export "ask" (func $ask))))))
  (func $run (param "input" string) (result string)
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#
    )
}
