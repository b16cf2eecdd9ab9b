//! Commits the state changes, the outcome and the returned events of one event, all or nothing.

use super::overlay::Changes;
use super::tables::{ENTRIES, OUTCOMES, SIZES};
use super::{StateDb, StateError, StoreId};
use redb::WriteTransaction;
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
    /// Whether the record replaces an earlier one.
    pub(crate) replaces: bool,
}

impl StateDb {
    /// Returns the record of an event that was handled before.
    pub(crate) fn committed(&self, key: EventKey) -> Result<Option<Vec<u8>>, StateError> {
        let key = (key.plugin, key.source, key.id);
        let found = self
            .snapshot()
            .and_then(|snapshot| OUTCOMES.get(&snapshot, &key));
        found.inspect_err(|error| self.database.note_failure(error))
    }

    /// Commits in one transaction and waits until it is on disk.
    ///
    /// If a repeat of the event was committed in the meantime, changes nothing and returns its record,
    /// unless this commit replaces it.
    pub(crate) fn commit(&self, commit: &Commit) -> Result<Option<Vec<u8>>, StateError> {
        if commit.changes.is_empty() && commit.record.is_none() {
            return Ok(None);
        }
        self.database.with(|database| {
            let write = database.begin_write()?;
            if let Some(record) = &commit.record {
                let key = (commit.key.plugin, commit.key.source, commit.key.id);
                let mut outcomes = OUTCOMES.open(&write)?;
                if !commit.replaces
                    && let Some(earlier) = outcomes.get(&key)?
                {
                    return Ok(Some(earlier));
                }
                outcomes.insert(&key, record)?;
            }
            apply(&write, &commit.changes)?;
            write.commit()?;
            Ok(None)
        })
    }
}

/// Commits changes that belong to no event.
pub(super) fn write(
    database: &StateDb,
    changes: &BTreeMap<StoreId, Changes>,
) -> Result<(), StateError> {
    database.database.with(|database| {
        let write = database.begin_write()?;
        apply(&write, changes)?;
        write.commit()?;
        Ok(())
    })
}

fn apply(write: &WriteTransaction, changes: &BTreeMap<StoreId, Changes>) -> Result<(), StateError> {
    let mut entries = ENTRIES.open(write)?;
    let mut sizes = write.open_table(SIZES)?;
    for (store, changes) in changes {
        for (key, value) in &changes.entries {
            let key = (&*store.0, key.as_str());
            match value {
                Some(value) => entries.insert(&key, value)?,
                None => entries.remove(&key)?,
            }
        }
        sizes.insert(&*store.0, (changes.bytes, changes.keys))?;
    }
    Ok(())
}
