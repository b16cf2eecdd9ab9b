//! row: leftovers
//! ends: completed
//! limit: an instance for each event; its memory is zeroed before the next
//!
//! Leaves a mark in a static and on the heap, and looks for the marks of earlier runs.

use guesthouse_sdk::{Output, Result};
use std::sync::atomic::{AtomicU32, Ordering};

static RUNS: AtomicU32 = AtomicU32::new(0);

const MARK: &[u8] = b"left by a hostile plugin, number ";

pub(crate) fn attack() -> Result<Vec<Output>> {
    if RUNS.fetch_add(1, Ordering::SeqCst) > 0 {
        return Err(super::breached("a static survived"));
    }
    let fresh = Vec::<u8>::with_capacity(16 << 20);
    // SAFETY: there is none. The attack is reading memory that was never written.
    let bytes = unsafe { std::slice::from_raw_parts(fresh.as_ptr(), fresh.capacity()) };
    // As long as two marks, so that it holds a whole one wherever it begins.
    let mut samples = bytes.chunks(4_096).map(|page| &page[..2 * MARK.len()]);
    if samples.any(|sample| sample.windows(MARK.len()).any(|at| at == MARK)) {
        return Err(super::breached("memory of another run"));
    }
    let kept = MARK.repeat((16 << 20) / MARK.len());
    super::report(format!("{} bytes marked", kept.len()))
}
