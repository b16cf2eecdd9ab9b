//! row: log-flood
//! ends: limit host-calls
//! limit: host_calls; lines beyond log_lines are dropped and counted
//! limits: {"host_calls": 2000}
//!
//! Writes lines for ever, each much longer than the host keeps.

use guesthouse_sdk::{Output, Result, log};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let line = "flood ".repeat(2_000);
    loop {
        log::error(&line, &[("again", &line)]);
    }
}
