//! row: lifting
//! ends: failed long
//! limit: the SDK passes on no more than the host keeps
//! limits: {"call_bytes": 262144}
//!
//! Fails with a message of eight mebibytes.

use guesthouse_sdk::{Failure, Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    Err(Failure::failed("long", "é".repeat(4 << 20)))
}
