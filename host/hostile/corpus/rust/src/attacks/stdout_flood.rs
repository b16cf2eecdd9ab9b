//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}
//!
//! Prints in an endless loop, to both streams, with and without line ends.

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
