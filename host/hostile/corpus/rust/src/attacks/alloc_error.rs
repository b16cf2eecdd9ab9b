//! row: memory-growth
//! ends: crashed panic
//! limit: the guest's own allocator, which asks for no memory; its message is read from standard error
//!
//! Asks for so much memory that the allocator fails before it asks the host.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let all = Vec::<u8>::with_capacity(isize::MAX as usize);
    Err(super::breached(format!("{} bytes", all.capacity())))
}
