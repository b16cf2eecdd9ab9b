//! Who may run: as many guests as the sandbox allows, and of those only so many of one plugin.
//!
//! Whoever finds no place waits, first come, first served. The place of the plugin is taken first,
//! so that a flood of events for one plugin waits by itself and never stands in the way of others.

use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The places of one plugin within those of its sandbox.
pub(crate) struct Slots {
    plugin: Semaphore,
    sandbox: Arc<Semaphore>,
}

/// The right to run one guest, given back when it is dropped.
pub(crate) struct Slot<'a> {
    _plugin: Option<SemaphorePermit<'a>>,
    _sandbox: Option<SemaphorePermit<'a>>,
}

impl Slots {
    pub(crate) fn new(sandbox: Arc<Semaphore>, of_plugin: u32) -> Self {
        Self {
            plugin: Semaphore::new(of_plugin as usize),
            sandbox,
        }
    }

    /// Waits for a place.
    pub(crate) async fn take(&self) -> Slot<'_> {
        Slot {
            _plugin: acquire(&self.plugin).await,
            _sandbox: acquire(&self.sandbox).await,
        }
    }
}

/// Waits for one place. There is always one in the end: the semaphores are never closed.
pub(crate) async fn acquire(places: &Semaphore) -> Option<SemaphorePermit<'_>> {
    places.acquire().await.ok()
}
