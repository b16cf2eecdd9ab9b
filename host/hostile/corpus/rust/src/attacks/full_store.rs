//! row: host-buffers
//! ends: failed state-quota-exceeded
//! limit: the quota of the store, which counts uncommitted values too
//! limits: {"state_bytes": 1073741824}
//! grants: store
//!
//! Fills the store with values of half a mebibyte until its quota is used up.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let own = Store::open("own")?;
    let value = vec![b'v'; 512 << 10];
    for n in 0..1_000 {
        own.set(&format!("key-{n}"), &value)?;
    }
    Err(super::breached("half a gibibyte in a store"))
}
