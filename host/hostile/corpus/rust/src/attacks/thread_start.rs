//! row: shared-memory
//! ends: crashed panic
//! limit: there are no threads
//!
//! Tries to start a thread that outlives the event.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    std::thread::spawn(|| loop {});
    Err(super::breached("a thread"))
}
