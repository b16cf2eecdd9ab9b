//! row: parked-guest
//! ends: timeout
//! limit: deadline
//! limits: {"deadline": 500}
//! grants: connection
//!
//! Waits for a service that does not answer.

use guesthouse_sdk::{Output, Result, http};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let answer = http::get("upstream", "/allowed/slow")?;
    Err(super::breached(format!("an answer: {}", answer.status)))
}
