//! row: dropped-call
//! ends: crashed exit
//! limit: an exit is a crash, also with status 0
//!
//! Exits with status 0 and without a result.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    std::process::exit(0)
}
