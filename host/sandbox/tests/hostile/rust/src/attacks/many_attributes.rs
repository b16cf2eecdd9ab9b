//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host has a copy
//! limits: {"call_bytes": 1048576}
//!
//! Hides its bytes in a hundred thousand small attributes of one output.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let output = Output::new("hostile.attributes");
    let many = (0..100_000).fold(output, |output, n| {
        output.with_extension(format!("a{n}"), "x")
    });
    Ok(vec![many])
}
