//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host copies anything
//! limits: {"call_bytes": 262144}
//!
//! Hides its bytes in twenty thousand small attributes of one output.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let output = Output::new("hostile.attributes");
    let many = (0..20_000).fold(output, |output, n| {
        output.with_extension(format!("a{n}"), "x")
    });
    Ok(vec![many])
}
