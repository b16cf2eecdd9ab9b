//! row: lifting
//! ends: limit output-bytes
//! limit: output_bytes
//! limits: {"output_bytes": 1048576}
//!
//! Returns more bytes than the host publishes for one event.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    super::report("x".repeat((1 << 20) + 1))
}
