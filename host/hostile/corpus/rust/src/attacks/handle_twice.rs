//! row: handles
//! ends: crashed trap
//! says: unknown handle index 1
//! limit: the engine checks every handle
//! grants: store
//!
//! Closes a store and continues to use it.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let own = Store::open("own")?;
    // SAFETY: there is none. The attack is two owners of one handle.
    let twin = unsafe { std::ptr::read(&own) };
    drop(own);
    twin.set("k", "v")?;
    Err(super::breached("a closed store takes a value"))
}
