//! row: dropped-call
//! ends: crashed exit
//! limit: an exit is a crash, also one that claims success
//!
//! Leaves without an answer, as if all was well.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    std::process::exit(0)
}
