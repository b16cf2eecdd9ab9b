//! Sandboxes for the tests.

pub(crate) use guesthouse_testing::calc::ask::*;
pub(crate) use guesthouse_testing::calc::in_process as quick_sandbox;
pub(crate) use guesthouse_testing::calc::{Calc, Run, RunData, START, guest, load, run, run_with};

use guesthouse_sandbox::Sandbox;

/// A sandbox that compiles in the worker of this crate and has no cache.
pub(crate) fn sandbox() -> Sandbox {
    let worker = env!("CARGO_BIN_EXE_guesthouse-sandbox-worker");
    Sandbox::builder()
        .worker(worker)
        .no_cache()
        .max_guests(4)
        .build()
        .unwrap()
}
