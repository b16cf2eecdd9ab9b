//! Locks a mutex without regard to poisoning.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// No code panics while it holds a lock, so the data of a poisoned lock is consistent.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
