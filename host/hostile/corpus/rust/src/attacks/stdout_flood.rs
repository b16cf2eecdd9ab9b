//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; lines beyond log_lines are dropped and counted
//! limits: {"host_calls": 2000}
//!
//! Prints for ever, to both streams, with and without an end of line.

use guesthouse_sdk::{Output, Result};
use std::io::Write;

pub(crate) fn attack() -> Result<Vec<Output>> {
    let text = "flood ".repeat(500);
    loop {
        println!("{text}");
        eprint!("{text}");
        let _ = std::io::stdout().flush();
    }
}
