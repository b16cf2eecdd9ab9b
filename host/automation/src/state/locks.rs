//! One writer per store: the host handles events of plugins that share a store one after another.

use super::StoreId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// The locks of all stores of a database. Each lock serves its waiters in the order of arrival.
#[derive(Default)]
pub(crate) struct StoreLocks {
    locks: Mutex<BTreeMap<StoreId, Arc<Lock<()>>>>,
}

impl StoreLocks {
    /// Returns the locks of these stores.
    pub(crate) fn of(&self, stores: BTreeSet<StoreId>) -> LockSet {
        // The map stays consistent when another holder of the mutex panics.
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        let lock_of = |store| Arc::clone(locks.entry(store).or_default());
        // Every plugin acquires its locks in the order of the set, so no two wait for each other.
        LockSet(stores.into_iter().map(lock_of).collect())
    }
}

/// The locks that a plugin acquires for each event.
pub(crate) struct LockSet(Vec<Arc<Lock<()>>>);

/// Acquired locks. Dropping them releases the stores.
pub(crate) type StoreGuards = Vec<OwnedMutexGuard<()>>;

impl LockSet {
    /// Waits until all stores are free, and locks them.
    pub(crate) async fn acquire(&self) -> StoreGuards {
        let mut guards = Vec::with_capacity(self.0.len());
        for lock in &self.0 {
            guards.push(Arc::clone(lock).lock_owned().await);
        }
        guards
    }
}
