//! The view of one event on the stores: a snapshot of the database, and the changes of the event above
//! it.

use super::seen::{self, ChangedStores, Seen};
use super::tables::{ENTRIES, SIZES};
use super::{StateDb, StateError, StoreId, caught};
use crate::limits::Limits;
use guesthouse_diagnostics::units;
use guesthouse_sandbox::clean;
use redb::{ReadTransaction, StorageError};
use std::collections::BTreeMap;
use std::ops::Bound;

pub(super) const MAX_KEY: usize = 512;
const MAX_KEYS_AT_ONCE: u32 = 1_000;
/// Bytes that each change counts in addition to its key and value. Without them, a guest could make
/// the host keep any number of empty values.
const CHANGE: usize = 128;

/// Why a store operation failed. A text is the reason for the operator.
#[derive(Debug)]
pub(crate) enum Denied {
    NotGranted(String),
    QuotaExceeded(String),
    InvalidKey(String),
    TooLarge(String),
    /// The changes of this event exceed what the host keeps until it ends.
    TooManyChanges,
    Unavailable(StateError),
}

impl<E: Into<StateError>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Unavailable(error.into())
    }
}

/// The changes of one event to one store, and the size of the store with them.
pub(crate) struct Changes {
    /// `None` where the key is deleted.
    pub(super) entries: BTreeMap<String, Option<Vec<u8>>>,
    pub(super) bytes: u64,
    pub(super) keys: u64,
}

/// Returns the bytes that a change counts.
fn kept(key: &str, value: Option<&[u8]>) -> usize {
    key.len() + value.map_or(0, <[u8]>::len) + CHANGE
}

/// The found keys, and the number of visited keys, deleted ones included. A guest pays for each visit,
/// because it can delete many keys and then scan them.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) found: Vec<String>,
    pub(crate) visited: usize,
}

pub(crate) struct Overlay {
    database: StateDb,
    snapshot: Option<ReadTransaction>,
    changes: BTreeMap<StoreId, Changes>,
    /// Bytes of the changes, and their limit.
    kept: usize,
    max_kept: usize,
    /// What the event has read from the snapshot, if it is recorded.
    seen: Option<Seen>,
}

impl Overlay {
    /// Starts an event. The first use takes the snapshot. The caller holds the locks of the stores, so
    /// they do not change before the event ends.
    pub(crate) fn new(database: StateDb, max_kept: u64) -> Self {
        Self {
            database,
            snapshot: None,
            changes: BTreeMap::new(),
            kept: 0,
            max_kept: usize::try_from(max_kept).unwrap_or(usize::MAX),
            seen: None,
        }
    }

    /// Records from now on what the event reads.
    pub(crate) fn record(&mut self) {
        self.seen = Some(Seen::default());
    }

    /// Ends the recording. Returns what the event has read, and its changes.
    pub(crate) fn recorded(&mut self) -> (Seen, ChangedStores) {
        let seen = self.seen.take().unwrap_or_default();
        (seen, seen::copy(&self.changes))
    }

    pub(crate) fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    pub(crate) fn into_changes(self) -> BTreeMap<StoreId, Changes> {
        self.changes
    }

    pub(crate) fn get(&mut self, store: &StoreId, key: &str) -> Result<Option<Vec<u8>>, Denied> {
        check_key(key)?;
        if let Some(change) = self.changed(store, key) {
            return Ok(change.clone());
        }
        let value = ENTRIES.get(self.snapshot()?, &(&*store.0, key))?;
        if let Some(seen) = &mut self.seen {
            seen.value(store, key, value.as_deref());
        }
        Ok(value)
    }

    /// Returns the bytes of a large value that the database has for a key. Reading, replacing or
    /// deleting it takes as long as they are many.
    pub(crate) fn large_bytes(&mut self, store: &StoreId, key: &str) -> Result<u64, Denied> {
        if self.changed(store, key).is_some() {
            return Ok(0);
        }
        let size = self.size_below(store, key)?;
        Ok(size.map_or(0, |(bytes, is_large)| if is_large { bytes } else { 0 }))
    }

    /// Remembers an error of the disk, so that the next event opens the database again.
    pub(crate) fn note_failure(&self, error: &StateError) {
        self.database.database.note_failure(error);
    }

    pub(crate) fn set(
        &mut self,
        store: &StoreId,
        key: String,
        value: Vec<u8>,
        limits: &Limits,
    ) -> Result<(), Denied> {
        check_key(&key)?;
        if value.len() as u64 > limits.value_bytes {
            return Err(Denied::TooLarge(format!(
                "the value of `{}` has {} bytes, more than the limit `value_bytes` of {}",
                shown(&key),
                value.len(),
                units::size(limits.value_bytes)
            )));
        }
        let before = self.size(store, &key)?;
        let size = (key.len() + value.len()) as u64;
        let changes = self.changes(store)?;
        let bytes = changes.bytes - before.unwrap_or(0) + size;
        let keys = changes.keys + u64::from(before.is_none());
        let grows = size > before.unwrap_or(0) || before.is_none();
        if grows && bytes > limits.store_bytes {
            return Err(Denied::QuotaExceeded(format!(
                "with `{}` the store would have {bytes} bytes, more than the limit `store_bytes` of {}",
                shown(&key),
                units::size(limits.store_bytes)
            )));
        }
        if grows && keys > limits.store_keys {
            return Err(Denied::QuotaExceeded(format!(
                "with `{}` the store would have {keys} keys, more than the limit `store_keys` of {}",
                shown(&key),
                limits.store_keys
            )));
        }
        let changes = self.change(store, key, Some(value))?;
        changes.bytes = bytes;
        changes.keys = keys;
        Ok(())
    }

    /// Keeps a change, if the sum of all changes stays within the limit.
    fn change(
        &mut self,
        store: &StoreId,
        key: String,
        value: Option<Vec<u8>>,
    ) -> Result<&mut Changes, Denied> {
        let more = kept(&key, value.as_deref());
        let less = self
            .changed(store, &key)
            .map_or(0, |value| kept(&key, value.as_deref()));
        let total = self.kept - less + more;
        let max = self.max_kept;
        if total > max {
            return Err(Denied::TooManyChanges);
        }
        self.changes(store)?.entries.insert(key, value);
        self.kept = total;
        self.changes(store)
    }

    pub(crate) fn delete(&mut self, store: &StoreId, key: String) -> Result<(), Denied> {
        check_key(&key)?;
        if let Some(size) = self.size(store, &key)? {
            let changes = self.change(store, key, None)?;
            changes.bytes -= size;
            changes.keys -= 1;
        }
        Ok(())
    }

    /// Returns keys in byte order: those of the snapshot and of the changes, merged.
    pub(crate) fn keys(
        &mut self,
        store: &StoreId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Keys, Denied> {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let snapshot = taken(&mut self.snapshot, &self.database)?;
        let seen = &mut self.seen;
        let changes = self.changes.get(store).map(|changes| &changes.entries);
        let above = changes
            .into_iter()
            .flat_map(|entries| entries.range::<str, _>((start, Bound::Unbounded)))
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.as_str(), value.is_some()));
        caught(|| {
            let table = snapshot.open_table(ENTRIES.index)?;
            let from = start.map(|key| (&*store.0, key));
            let below = table.range::<(&str, &str)>((from, Bound::Unbounded))?;
            let below = below.map(|entry| {
                let (key, _) = entry?;
                let (owner, key) = key.value();
                let belongs = owner == &*store.0 && key.starts_with(prefix);
                if belongs && let Some(seen) = seen {
                    seen.listed(store, key);
                }
                Ok(belongs.then(|| key.to_owned()))
            });
            merge(below, above, limit.min(MAX_KEYS_AT_ONCE) as usize)
        })
    }

    fn changed(&self, store: &StoreId, key: &str) -> Option<&Option<Vec<u8>>> {
        self.changes.get(store)?.entries.get(key)
    }

    /// Returns the bytes of key and value, or `None` if there is no such key.
    pub(super) fn size(&mut self, store: &StoreId, key: &str) -> Result<Option<u64>, Denied> {
        let value = match self.changed(store, key) {
            Some(change) => change.as_ref().map(|value| value.len() as u64),
            None => self.size_below(store, key)?.map(|(bytes, _)| bytes),
        };
        Ok(value.map(|value| key.len() as u64 + value))
    }

    /// Returns the bytes of a value in the snapshot, and whether it is large.
    fn size_below(
        &mut self,
        store: &StoreId,
        key: &str,
    ) -> Result<Option<(u64, bool)>, StateError> {
        let size = ENTRIES.size(self.snapshot()?, &(&*store.0, key))?;
        if let Some(seen) = &mut self.seen {
            seen.bytes(store, key, size.map(|(bytes, _)| bytes));
        }
        Ok(size)
    }

    fn changes(&mut self, store: &StoreId) -> Result<&mut Changes, Denied> {
        if !self.changes.contains_key(store) {
            let snapshot = self.snapshot()?;
            let (bytes, keys) = caught(|| {
                let size = snapshot.open_table(SIZES)?.get(&*store.0)?;
                Ok::<_, StateError>(size.map_or((0, 0), |size| size.value()))
            })?;
            if let Some(seen) = &mut self.seen {
                seen.size(store, (bytes, keys));
            }
            let changes = Changes {
                entries: BTreeMap::new(),
                bytes,
                keys,
            };
            self.changes.insert(store.clone(), changes);
        }
        self.changes
            .get_mut(store)
            .ok_or_else(|| StateError::new("a store disappeared from the database").into())
    }

    fn snapshot(&mut self) -> Result<&ReadTransaction, StateError> {
        taken(&mut self.snapshot, &self.database)
    }
}

/// Takes the snapshot if there is none yet, and returns it.
fn taken<'a>(
    snapshot: &'a mut Option<ReadTransaction>,
    database: &StateDb,
) -> Result<&'a ReadTransaction, StateError> {
    match snapshot {
        Some(snapshot) => Ok(snapshot),
        empty => Ok(empty.insert(database.snapshot()?)),
    }
}

/// Merges the keys of the snapshot, which end at the first `None`, with the changes, which set or delete
/// keys. Both are sorted. Stops at `limit` keys.
fn merge<'a>(
    below: impl Iterator<Item = Result<Option<String>, StorageError>>,
    above: impl Iterator<Item = (&'a str, bool)>,
    limit: usize,
) -> Result<Keys, Denied> {
    let mut below = below.map_while(Result::transpose).peekable();
    let mut above = above.peekable();
    let mut keys = Keys {
        found: Vec::new(),
        visited: 0,
    };
    while keys.found.len() < limit {
        let changed = above.next_if(|(change, _)| match below.peek() {
            Some(Ok(key)) => *change <= key.as_str(),
            Some(Err(_)) => false,
            None => true,
        });
        if let Some((change, is_set)) = changed {
            below.next_if(|key| key.as_ref().is_ok_and(|key| key == change));
            keys.found.extend(is_set.then(|| change.to_owned()));
        } else if let Some(key) = below.next() {
            keys.found.push(key?);
        } else {
            break;
        }
        keys.visited += 1;
    }
    Ok(keys)
}

fn check_key(key: &str) -> Result<(), Denied> {
    let has_length = (1..=MAX_KEY).contains(&key.len());
    let is_plain = !key.chars().any(char::is_control);
    if has_length && is_plain {
        Ok(())
    } else {
        Err(Denied::InvalidKey(format!(
            "the key `{}` must have 1 to {MAX_KEY} bytes, and no control characters",
            shown(key)
        )))
    }
}

fn shown(key: &str) -> String {
    clean(key, 100, false)
}
