//! row: stdout-flood
//! ends: crashed panic
//! limit: the number of bytes kept of standard error and of a message
//!
//! Panics with a message of eight megabytes that ends in escape sequences.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    panic!("{}\x1b]0;owned\x07\x1b[2J", "long ".repeat(1_600_000));
}
