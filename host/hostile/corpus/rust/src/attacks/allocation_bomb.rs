//! row: memory-growth
//! ends: limit memory
//! limit: memory, summed over the run; the failed allocation aborts
//!
//! Allocates one mebibyte after another.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let mut kept = Vec::new();
    loop {
        kept.push(vec![1u8; 1 << 20]);
    }
}
