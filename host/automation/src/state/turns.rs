//! One writer per store: events of plugins that share a store are handled one after another.

use super::StoreId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// The locks of all stores of a host. A lock serves those who wait in the order in which they came.
#[derive(Default)]
pub(crate) struct Turns {
    locks: Mutex<BTreeMap<StoreId, Arc<Lock<()>>>>,
}

impl Turns {
    /// Returns the locks of these stores.
    pub(crate) fn of(&self, stores: BTreeSet<StoreId>) -> Turn {
        // A lock is whole or not there, so a panic of another holder leaves the map usable.
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        // Sorted, and so taken by everyone in the same order: nobody waits in a circle.
        Turn(
            stores
                .into_iter()
                .map(|store| Arc::clone(locks.entry(store).or_default()))
                .collect(),
        )
    }
}

/// The locks that a plugin takes for each event.
pub(crate) struct Turn(Vec<Arc<Lock<()>>>);

impl Turn {
    /// Waits until all stores are free. They are taken until the guards are dropped.
    pub(crate) async fn take(&self) -> Vec<OwnedMutexGuard<()>> {
        let mut guards = Vec::with_capacity(self.0.len());
        for lock in &self.0 {
            guards.push(Arc::clone(lock).lock_owned().await);
        }
        guards
    }
}
