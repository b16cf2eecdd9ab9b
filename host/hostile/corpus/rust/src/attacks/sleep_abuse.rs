//! row: parked-guest
//! ends: limit host-calls
//! limit: host_calls; a sleep moves the guest's clock and takes no time
//! limits: {"host_calls": 20000}
//!
//! Sleeps for a year in an endless loop.

use guesthouse_sdk::{Output, Result};
use std::time::Duration;

pub(crate) fn attack() -> Result<Vec<Output>> {
    loop {
        std::thread::sleep(Duration::from_secs(365 * 24 * 3_600));
    }
}
