//! row: stack
//! ends: completed
//! limit: no parser of the host recurses over a guest's data
//!
//! Nests a hundred thousand arrays, for the SDK's JSON parser and then for the host's.

use guesthouse_sdk::{Output, Result, json};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    if json::parse(&deep).is_ok() {
        return Err(super::breached("the SDK parsed it"));
    }
    Ok(vec![Output::bytes(
        "hostile.deep",
        "application/json",
        deep,
    )])
}
