//! row: stack
//! ends: crashed trap
//! says: out of bounds memory access
//! limit: the bounds of the guest's memory, where its own stack begins
//!
//! Overflows the stack that the guest keeps in its memory, with frames of a kibibyte, long before
//! the engine's is full.

use guesthouse_sdk::{Output, Result};
use std::hint::black_box;

pub(crate) fn attack() -> Result<Vec<Output>> {
    super::report(deeper(black_box(1)).to_string())
}

#[expect(unconditional_recursion, reason = "that is the attack")]
fn deeper(depth: u64) -> u64 {
    let frame = black_box([depth; 128]);
    deeper(depth + 1).wrapping_add(frame[depth as usize % 128])
}
