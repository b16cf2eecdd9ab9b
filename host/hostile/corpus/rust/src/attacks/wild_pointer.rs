//! row: engine-bug
//! ends: crashed trap
//! says: out of bounds memory access
//! limit: the bounds of the guest's memory
//!
//! Reads and writes past the end of its memory, without a bounds check of the language.

use guesthouse_sdk::{Output, Result};
use std::hint::black_box;

pub(crate) fn attack() -> Result<Vec<Output>> {
    let end = black_box(0xffff_fff0 as *mut u64);
    // SAFETY: there is none. The attack is a pointer beyond the memory.
    let found = unsafe {
        std::ptr::write_volatile(end, 1);
        std::ptr::read_volatile(end)
    };
    Err(super::breached(format!("read {found}")))
}
