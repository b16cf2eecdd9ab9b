//! row: host-buffers
//! ends: failed state-invalid-key
//! limit: the longest key that the contract allows
//! grants: store
//!
//! Stores a value under a key of one mebibyte.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    Store::open("own")?.set(&"k".repeat(1 << 20), "v")?;
    Err(super::breached("a key of a mebibyte"))
}
