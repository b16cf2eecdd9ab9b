//! row: handles
//! ends: limit handles
//! limit: handles, the guest's and the host's together
//! grants: store
//!
//! Opens a store in an endless loop and closes none.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    loop {
        std::mem::forget(Store::open("own")?);
    }
}
