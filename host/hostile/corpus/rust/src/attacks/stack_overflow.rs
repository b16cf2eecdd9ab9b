//! row: stack
//! ends: crashed stack-overflow
//! limit: the engine's stack
//!
//! Recurses forever, in a way that the compiler cannot turn into a loop.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    super::report(deeper(1).to_string())
}

#[expect(unconditional_recursion, reason = "that is the attack")]
#[inline(never)]
fn deeper(depth: u64) -> u64 {
    deeper(deeper(depth + 1))
}
