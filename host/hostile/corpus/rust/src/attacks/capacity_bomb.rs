//! row: memory-growth
//! ends: limit memory
//! limit: memory
//!
//! Asks for more than the limit at once.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let all = Vec::<u8>::with_capacity(1 << 30);
    Ok(vec![Output::bytes(
        "hostile.all",
        "application/octet-stream",
        all,
    )])
}
