//! What loaded components make the host hold.
//!
//! A loaded component keeps its machine code and the engine's metadata about it. The engine has no
//! limit on either, and the limits of a run do not count them.

use object::{Object, ObjectSection};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of the host's memory for each byte of the metadata in an artefact. Most are names and maps of
/// exports, which take much more memory than their text.
const METADATA_WEIGHT: u64 = 40;

/// The section of an artefact that the engine reads into memory.
const METADATA: &str = ".wasmtime.info";

/// Bytes of machine code and metadata of all loaded components of a sandbox.
pub(super) struct Budget {
    max: u64,
    held: AtomicU64,
}

/// The share of one loaded component, returned when this is dropped.
pub(crate) struct Held {
    bytes: u64,
    budget: Arc<Budget>,
}

impl Budget {
    pub(super) fn new(max: u64) -> Self {
        Self {
            max,
            held: AtomicU64::new(0),
        }
    }

    pub(super) fn held(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }

    /// Takes bytes of the budget, if it has as many left.
    pub(super) fn take(self: &Arc<Self>, bytes: u64) -> Option<Held> {
        let more = |held: u64| held.checked_add(bytes).filter(|sum| *sum <= self.max);
        let taken = self
            .held
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        taken.ok().map(|_| Held {
            bytes,
            budget: Arc::clone(self),
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Returns the bytes of the engine's metadata in an artefact; `None` if it is not an artefact.
pub(super) fn metadata_bytes(artefact: &[u8]) -> Option<u64> {
    let file = object::File::parse(artefact).ok()?;
    Some(file.section_by_name(METADATA)?.size())
}

/// Returns the bytes that the host holds for a loaded artefact with these bytes of metadata.
pub(super) fn held_bytes(artefact: &[u8], metadata: u64) -> u64 {
    (artefact.len() as u64).saturating_add(metadata.saturating_mul(METADATA_WEIGHT))
}
