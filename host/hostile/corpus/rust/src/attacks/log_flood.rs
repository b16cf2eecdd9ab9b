//! row: log-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}
//!
//! Writes log lines in an endless loop, each much longer than the host keeps.

use guesthouse_sdk::{Output, Result, log};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let line = "flood ".repeat(2_000);
    loop {
        log::error(&line, &[("again", &line)]);
    }
}
