//! What an event reads from its stores, so that a replay can read the same.

use super::overlay::Changes;
use super::tables::{ENTRIES, SIZES};
use super::{StateDb, StateError, StoreId};
use crate::recording::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;

/// Approximate limit of the bytes of keys and values that are kept.
const MAX_BYTES: usize = 8 << 20;
/// Bytes of keys and values that a replay accepts in its stores. A recording of a run within the
/// default limits has less.
const MAX_REPLAYED: u64 = 256 << 20;

/// Changes of an event, by store and key. `None` where the key is deleted.
pub(crate) type ChangedStores = BTreeMap<String, BTreeMap<String, Option<Bytes>>>;

/// What an event has read, by store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    stores: BTreeMap<String, SeenStore>,
    #[serde(skip)]
    bytes: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct SeenStore {
    /// Bytes and keys of the whole store, if the event has changed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    size: Option<(u64, u64)>,
    entries: BTreeMap<String, Entry>,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Entry {
    Absent,
    /// The event has listed the key.
    Listed,
    /// The event has used the number of bytes of the value, but not the value.
    Bytes(u64),
    Value(Bytes),
}

impl Seen {
    pub(crate) fn is_complete(&self) -> bool {
        self.bytes <= MAX_BYTES
    }

    pub(super) fn value(&mut self, store: &StoreId, key: &str, value: Option<&[u8]>) {
        self.entry(
            store,
            key,
            value.map_or(Entry::Absent, |value| Entry::Value(Bytes(value.to_vec()))),
        );
    }

    pub(super) fn bytes(&mut self, store: &StoreId, key: &str, bytes: Option<u64>) {
        self.entry(store, key, bytes.map_or(Entry::Absent, Entry::Bytes));
    }

    pub(super) fn listed(&mut self, store: &StoreId, key: &str) {
        self.entry(store, key, Entry::Listed);
    }

    pub(super) fn size(&mut self, store: &StoreId, size: (u64, u64)) {
        self.store(store).size = Some(size);
    }

    fn store(&mut self, store: &StoreId) -> &mut SeenStore {
        self.stores.entry(store.0.to_string()).or_default()
    }

    /// Keeps an entry, unless more is known of the key already.
    fn entry(&mut self, store: &StoreId, key: &str, entry: Entry) {
        let counted = key.len() + entry.kept();
        if self.bytes.saturating_add(counted) > MAX_BYTES {
            self.bytes = usize::MAX;
            return;
        }
        let is_more = match self.store(store).entries.entry(key.to_owned()) {
            MapEntry::Vacant(vacant) => {
                vacant.insert(entry);
                true
            }
            MapEntry::Occupied(mut known) if known.get().rank() < entry.rank() => {
                known.insert(entry);
                true
            }
            MapEntry::Occupied(_) => false,
        };
        self.bytes += if is_more { counted } else { 0 };
    }

    /// Returns the keys of which more is known here than in the recording of an earlier run.
    pub(crate) fn unknown_to<'a>(
        &'a self,
        recorded: &'a Self,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let entries = self.stores.iter().flat_map(|(store, seen)| {
            let entries = seen.entries.iter();
            entries.map(move |(key, entry)| (store.as_str(), key.as_str(), entry))
        });
        let unknown = entries.filter(|(store, key, entry)| {
            let known = recorded.stores.get(*store);
            let known = known.and_then(|known| known.entries.get(*key));
            known.is_none_or(|known| *known != Entry::Absent && known.rank() < entry.rank())
        });
        unknown.map(|(store, key, _)| (store, key))
    }

    /// Returns a database in memory that answers what this event has read as it was answered then.
    pub(crate) fn database(&self) -> Result<StateDb, StateError> {
        self.check_size()?;
        let database = StateDb::in_memory()?;
        database.database.with(|open| {
            let write = open.begin_write()?;
            let mut entries = ENTRIES.open(&write)?;
            let mut sizes = write.open_table(SIZES)?;
            for (store, seen) in &self.stores {
                for (key, entry) in &seen.entries {
                    if let Some(value) = entry.stand_in() {
                        entries.insert(&(store.as_str(), key.as_str()), &value)?;
                    }
                }
                sizes.insert(store.as_str(), seen.whole_size())?;
            }
            drop((entries, sizes));
            write.commit()?;
            Ok(())
        })?;
        Ok(database)
    }

    /// The file may be anybody's, so the numbers in it may be any.
    fn check_size(&self) -> Result<(), StateError> {
        let stores = self.stores.values();
        let bytes = stores.fold(0, |sum: u64, store| {
            sum.saturating_add(store.known_size().0)
        });
        if bytes > MAX_REPLAYED {
            let message = format!(
                "the stores of the recording have {bytes} bytes, more than the {MAX_REPLAYED} allowed"
            );
            return Err(StateError::new(message));
        }
        Ok(())
    }
}

impl SeenStore {
    /// Returns the bytes and the number of the keys that are known.
    fn known_size(&self) -> (u64, u64) {
        let present = self.entries.iter();
        let present = present.filter(|(_, entry)| **entry != Entry::Absent);
        present.fold((0, 0), |(bytes, keys): (u64, u64), (key, entry)| {
            let more = (key.len() as u64).saturating_add(entry.value_bytes());
            (bytes.saturating_add(more), keys + 1)
        })
    }

    /// Returns the bytes and keys of the whole store, at least those that are known.
    fn whole_size(&self) -> (u64, u64) {
        let (known_bytes, known_keys) = self.known_size();
        let (bytes, keys) = self.size.unwrap_or_default();
        // The store cannot have more, and the host adds to these numbers.
        let most = u64::MAX / 4;
        (bytes.clamp(known_bytes, most), keys.clamp(known_keys, most))
    }
}

impl Entry {
    fn rank(&self) -> u8 {
        match self {
            Self::Absent | Self::Listed => 0,
            Self::Bytes(_) => 1,
            Self::Value(_) => 2,
        }
    }

    /// Returns the bytes that the recording keeps.
    fn kept(&self) -> usize {
        match self {
            Self::Value(value) => value.0.len(),
            Self::Absent | Self::Listed | Self::Bytes(_) => 8,
        }
    }

    fn value_bytes(&self) -> u64 {
        match self {
            Self::Value(value) => value.0.len() as u64,
            Self::Bytes(bytes) => *bytes,
            Self::Absent | Self::Listed => 0,
        }
    }

    /// Returns a value for the key: the recorded one, or zeroes where the event has not read it.
    fn stand_in(&self) -> Option<Vec<u8>> {
        match self {
            Self::Absent => None,
            Self::Listed => Some(Vec::new()),
            Self::Bytes(bytes) => Some(vec![0; usize::try_from(*bytes).unwrap_or_default()]),
            Self::Value(value) => Some(value.0.clone()),
        }
    }
}

/// Copies changes for a recording.
pub(super) fn copy(changes: &BTreeMap<StoreId, Changes>) -> ChangedStores {
    let value = |(key, value): (&String, &Option<Vec<u8>>)| (key.clone(), value.clone().map(Bytes));
    changes
        .iter()
        .map(|(store, changes)| {
            let entries = changes.entries.iter().map(value).collect();
            (store.0.to_string(), entries)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> StoreId {
        StoreId("p/s".into())
    }

    #[test]
    fn values_are_kept_up_to_a_limit() {
        let mut seen = Seen::default();
        let value = vec![0; 3 << 20];
        for key in ["a", "b", "c"] {
            assert!(seen.is_complete());
            seen.value(&store(), key, Some(&value));
        }
        assert!(!seen.is_complete());
        assert_eq!(seen.stores["p/s"].entries.len(), 2);
    }

    #[test]
    fn a_replay_makes_no_huge_store() {
        let mut seen = Seen::default();
        seen.bytes(&store(), "k", Some(300 << 20));
        assert!(seen.database().is_err());
    }
}
