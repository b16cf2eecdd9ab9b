//! row: lowering
//! ends: failed http-too-large
//! limit: response_bytes of the connection
//! grants: connection
//!
//! Fetches a response that is larger than the connection allows.

use guesthouse_sdk::{Output, Result, http};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let answer = http::get("upstream", "/allowed/big")?;
    Err(super::breached(format!("{} bytes", answer.body.len())))
}
