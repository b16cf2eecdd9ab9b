//! row: host-buffers
//! ends: limit state-bytes
//! limit: state_bytes, which counts what the host keeps until the event ends
//! grants: store
//!
//! Stores values of half a mebibyte under many keys, which the host holds until the event ends.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let own = Store::open("own")?;
    let value = vec![b'v'; 512 << 10];
    for n in 0..1_000 {
        own.set(&format!("key-{n}"), &value)?;
    }
    Err(super::breached("half a gibibyte in the host"))
}
