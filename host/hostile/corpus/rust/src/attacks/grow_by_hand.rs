//! row: memory-growth
//! ends: completed
//! limit: memory; a guest that handles the refusal continues
//!
//! Bypasses the allocator and grows memory until it is refused, then writes to each page.

use guesthouse_sdk::{Output, Result};
use std::arch::wasm32::{memory_grow, memory_size};

const PAGE: usize = 64 << 10;

pub(crate) fn attack() -> Result<Vec<Output>> {
    while memory_grow::<0>(16) != usize::MAX {}
    let pages = memory_size::<0>();
    if pages * PAGE > 128 << 20 {
        return Err(super::breached(format!("{pages} pages")));
    }
    for page in (1..=16).map(|back| pages - back) {
        // SAFETY: nothing else uses the last pages: the allocator never asked for them.
        unsafe { std::ptr::write_volatile((page * PAGE) as *mut u8, 1) };
    }
    super::report("refused at the limit")
}
