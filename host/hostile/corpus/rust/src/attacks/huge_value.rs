//! row: host-buffers
//! ends: failed state-too-large
//! limit: value_bytes
//! grants: store
//!
//! Tries to store a value of two mebibytes, several times.

use guesthouse_sdk::state::{ErrorKind, Store};
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let own = Store::open("own")?;
    let value = vec![b'v'; 2 << 20];
    for _ in 0..50 {
        if own.set("k", &value).map_err(|error| error.kind) != Err(ErrorKind::TooLarge) {
            return Err(super::breached("a value of two mebibytes"));
        }
    }
    own.set("k", &value)?;
    Err(super::breached("a value of two mebibytes"))
}
