//! Commits the state changes, the outcome and the returned events of one event, all or nothing.

use super::overlay::Changes;
use super::{ENTRIES, OUTCOMES, SIZES, StateDb, StateError, StoreId};
use redb::{ReadableTable, WriteTransaction};
use std::collections::BTreeMap;

/// Identifies an event of a plugin.
#[derive(Clone, Copy)]
pub(crate) struct EventKey<'a> {
    pub(crate) plugin: &'a str,
    pub(crate) source: &'a str,
    pub(crate) id: &'a str,
}

/// The result of one event.
pub(crate) struct Commit<'a> {
    pub(crate) key: EventKey<'a>,
    pub(crate) changes: BTreeMap<StoreId, Changes>,
    /// The answer to a repeat of the event; `None` if the host keeps no outcomes.
    pub(crate) record: Option<Vec<u8>>,
}

impl StateDb {
    /// Returns the record of an event that was handled before.
    pub(crate) fn committed(&self, key: EventKey) -> Result<Option<Vec<u8>>, StateError> {
        let table = self.snapshot()?.open_table(OUTCOMES)?;
        let record = table.get((key.plugin, key.source, key.id))?;
        Ok(record.map(|record| record.value().to_vec()))
    }

    /// Commits in one transaction and waits until it is on disk.
    ///
    /// If a repeat of the event was committed in the meantime, changes nothing and returns its record.
    pub(crate) fn commit(&self, commit: &Commit) -> Result<Option<Vec<u8>>, StateError> {
        if commit.changes.is_empty() && commit.record.is_none() {
            return Ok(None);
        }
        let write = self.database.begin_write()?;
        if let Some(record) = &commit.record {
            let key = (commit.key.plugin, commit.key.source, commit.key.id);
            let mut outcomes = write.open_table(OUTCOMES)?;
            if let Some(earlier) = outcomes.get(key)? {
                return Ok(Some(earlier.value().to_vec()));
            }
            outcomes.insert(key, record.as_slice())?;
        }
        apply(&write, &commit.changes)?;
        write.commit()?;
        Ok(None)
    }
}

fn apply(write: &WriteTransaction, changes: &BTreeMap<StoreId, Changes>) -> Result<(), StateError> {
    let mut entries = write.open_table(ENTRIES)?;
    let mut sizes = write.open_table(SIZES)?;
    for (store, changes) in changes {
        for (key, value) in &changes.entries {
            let key = (&*store.0, key.as_str());
            match value {
                Some(value) => drop(entries.insert(key, value.as_slice())?),
                None => drop(entries.remove(key)?),
            }
        }
        sizes.insert(&*store.0, (changes.bytes, changes.keys))?;
    }
    Ok(())
}
