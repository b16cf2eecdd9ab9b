//! row: host-call-flood
//! ends: limit requests
//! limit: requests, which counts denied requests too
//!
//! Asks many times for a connection that the policy does not grant.

use guesthouse_sdk::http::{self, ErrorKind};
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    loop {
        let answer = http::get("metadata", "/latest/meta-data/");
        if answer.map_err(|error| error.kind) != Err(ErrorKind::NotGranted) {
            return Err(super::breached("an answer without a grant"));
        }
    }
}
