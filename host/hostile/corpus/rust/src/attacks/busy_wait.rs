//! row: late-timers
//! ends: limit host-calls
//! limit: host_calls; reading the clock moves it by a step
//! limits: {"host_calls": 20000}
//!
//! Spins on the clock until an hour has passed.

use guesthouse_sdk::{Output, Result};
use std::time::{Duration, Instant};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3_600) {}
    Err(super::breached("an hour on one worker"))
}
