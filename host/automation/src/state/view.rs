//! Looks at a state file, and changes nothing in it.

use super::commit::EventKey;
use super::database::OpenDatabase;
use super::tables::{ENTRIES, OUTCOMES, SIZES};
use super::{StateDb, StateError, caught, file};
use crate::event::parse_time;
use crate::outcome::Outcome;
use crate::record;
use redb::{ReadTransaction, ReadableTable};
use std::path::Path;

/// A state file that is only read.
///
/// While it is open, other processes can read the file, but none can write to it. A file that a killed
/// process left behind is repaired in memory.
#[derive(Debug)]
pub struct StateView(StateDb);

/// The size of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreSize {
    /// The store: `PLUGIN/NAME`, or `/NAME` if it is shared.
    pub store: String,
    /// The number of its keys.
    pub keys: u64,
    /// Bytes of its keys and values.
    pub bytes: u64,
}

impl StateView {
    /// Opens the state file at `path`.
    ///
    /// # Errors
    /// If the file cannot be read, is not a state file, has an older format, or is open for writing.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StateError> {
        let path = path.as_ref();
        let opened = file::open_to_read(path).map_err(|error| error.of_opening(path))?;
        Ok(Self(StateDb::new(OpenDatabase::in_memory(opened))))
    }

    /// Returns every store, sorted by name. A store stays when its last key is deleted.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read.
    pub fn stores(&self) -> Result<Vec<StoreSize>, StateError> {
        self.read(|snapshot| {
            let mut stores = Vec::new();
            for entry in snapshot.open_table(SIZES)?.iter()? {
                let (store, size) = entry?;
                let (bytes, keys) = size.value();
                stores.push(StoreSize {
                    store: store.value().to_owned(),
                    keys,
                    bytes,
                });
            }
            Ok(stores)
        })
    }

    /// Passes each key of a store that starts with `prefix`, in byte order, with the bytes of its value.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read, or if `visit` fails.
    pub fn keys<E: From<StateError>>(
        &self,
        store: &str,
        prefix: &str,
        mut visit: impl FnMut(&str, u64) -> Result<(), E>,
    ) -> Result<(), E> {
        self.read(|snapshot| {
            let table = snapshot.open_table(ENTRIES.index).map_err(failed)?;
            for entry in table
                .range::<(&str, &str)>((store, prefix)..)
                .map_err(failed)?
            {
                let (key, value) = entry.map_err(failed)?;
                let (owner, key) = key.value();
                if owner != store || !key.starts_with(prefix) {
                    break;
                }
                visit(key, value.value().0)?;
            }
            Ok(())
        })
    }

    /// Returns the value under a key, or `None` if there is no such key.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read.
    pub fn get(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, StateError> {
        self.read(|snapshot| ENTRIES.get(snapshot, &(store, key)))
    }

    /// Passes each committed outcome, sorted by the time at which the clock of its run started. First
    /// come errors about the records that are damaged.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read, or if `visit` fails.
    pub fn outcomes<E: From<StateError>>(
        &self,
        mut visit: impl FnMut(Result<Outcome, StateError>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.read(|snapshot| {
            for [plugin, source, id] in events(snapshot)? {
                let [plugin, source, id] = [&*plugin, &*source, &*id];
                let event = EventKey { plugin, source, id };
                visit(outcome(snapshot, event).map_err(|error| error.of_outcome(event)))?;
            }
            Ok(())
        })
    }

    fn read<T, E: From<StateError>>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let snapshot = self.0.snapshot()?;
        caught(|| work(&snapshot))
    }
}

/// Returns plugin, source and id of each event with an outcome, sorted by clock. The outcomes
/// themselves may not fit into memory.
fn events(snapshot: &ReadTransaction) -> Result<Vec<[String; 3]>, StateError> {
    let mut events = Vec::new();
    for entry in snapshot.open_table(OUTCOMES.index)?.iter()? {
        let key = entry?.0;
        let (plugin, source, id) = key.value();
        let record = OUTCOMES.get(snapshot, &key.value());
        let clock = record.and_then(|record| record::clock(&record.unwrap_or_default()));
        let clock = clock.ok().and_then(|clock| parse_time(&clock));
        events.push((clock, [plugin, source, id].map(str::to_owned)));
    }
    events.sort();
    Ok(events.into_iter().map(|(_, event)| event).collect())
}

fn outcome(snapshot: &ReadTransaction, event: EventKey) -> Result<Outcome, StateError> {
    let key = (event.plugin, event.source, event.id);
    let record = OUTCOMES.get(snapshot, &key)?.unwrap_or_default();
    Ok(Outcome::Completed(record::first(event, &record)?))
}

fn failed(error: impl Into<StateError>) -> StateError {
    error.into()
}
