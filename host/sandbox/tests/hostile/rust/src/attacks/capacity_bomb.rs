//! row: memory-growth
//! ends: limit memory
//! limit: memory; what the engine cannot even address counts as beyond it
//!
//! Asks for nearly the whole address space at once.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let all = Vec::<u8>::with_capacity(isize::MAX as usize);
    Ok(vec![Output::bytes(
        "hostile.all",
        "application/octet-stream",
        all,
    )])
}
