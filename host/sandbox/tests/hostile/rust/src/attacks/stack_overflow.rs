//! row: stack
//! ends: crashed stack-overflow
//! limit: the engine's stack
//!
//! Calls itself for ever, and the compiler cannot make a loop of it.

use guesthouse_sdk::{Output, Result};
use std::hint::black_box;

pub(crate) fn attack() -> Result<Vec<Output>> {
    super::report(deeper(black_box(1)).to_string())
}

fn deeper(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    deeper(depth + 1).wrapping_add(frame[depth as usize % 64])
}
