//! row: memory-growth
//! ends: completed
//! limit: memory; who copes with what is refused is left alone
//!
//! Goes round the allocator and takes pages until none are given, then writes to each.

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
        // SAFETY: the last pages are nobody's: the allocator never asked for them.
        unsafe { std::ptr::write_volatile((page * PAGE) as *mut u8, 1) };
    }
    super::report("refused at the limit")
}
