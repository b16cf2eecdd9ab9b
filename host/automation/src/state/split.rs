//! Tables whose large values are apart from their keys.
//!
//! A B-tree reads keys and values page by page. If large values were beside their keys, a look for a key
//! would read a large value, and listing keys would read all of them.

use super::{StateError, caught};
use redb::{Key, ReadTransaction, ReadableTable, Table, TableDefinition, WriteTransaction};

/// Values up to this number of bytes are beside their keys.
const SMALL: usize = 1 << 10;

type Index = (u64, Option<&'static [u8]>);

/// A map from keys to bytes, in two tables.
pub(super) struct Split<K: Key + 'static> {
    /// The size of each value, and the value if it is small.
    pub(super) index: TableDefinition<'static, K, Index>,
    large: TableDefinition<'static, K, &'static [u8]>,
}

impl<K: Key + 'static> Split<K> {
    pub(super) const fn new(index: &'static str, large: &'static str) -> Self {
        Self {
            index: TableDefinition::new(index),
            large: TableDefinition::new(large),
        }
    }

    pub(super) fn open<'t>(
        &self,
        write: &'t WriteTransaction,
    ) -> Result<SplitTable<'t, K>, StateError> {
        Ok(SplitTable {
            index: write.open_table(self.index)?,
            large: write.open_table(self.large)?,
        })
    }

    pub(super) fn get(
        &self,
        snapshot: &ReadTransaction,
        key: &K::SelfType<'_>,
    ) -> Result<Option<Vec<u8>>, StateError> {
        caught(|| {
            let index = snapshot.open_table(self.index)?;
            let Some(entry) = index.get(key)? else {
                return Ok(None);
            };
            if let (_, Some(small)) = entry.value() {
                return Ok(Some(small.to_vec()));
            }
            let large = snapshot.open_table(self.large)?.get(key)?;
            Ok(Some(large.ok_or_else(missing)?.value().to_vec()))
        })
    }

    /// Returns the size of a value, and whether the value is large.
    pub(super) fn size(
        &self,
        snapshot: &ReadTransaction,
        key: &K::SelfType<'_>,
    ) -> Result<Option<(u64, bool)>, StateError> {
        caught(|| {
            let entry = snapshot.open_table(self.index)?.get(key)?;
            Ok(entry.map(|entry| {
                let (size, small) = entry.value();
                (size, small.is_none())
            }))
        })
    }
}

/// The two tables in a transaction that writes.
pub(super) struct SplitTable<'t, K: Key + 'static> {
    index: Table<'t, K, Index>,
    large: Table<'t, K, &'static [u8]>,
}

impl<K: Key + 'static> SplitTable<'_, K> {
    pub(super) fn get(&self, key: &K::SelfType<'_>) -> Result<Option<Vec<u8>>, StateError> {
        let Some(entry) = self.index.get(key)? else {
            return Ok(None);
        };
        if let (_, Some(small)) = entry.value() {
            return Ok(Some(small.to_vec()));
        }
        let large = self.large.get(key)?;
        Ok(Some(large.ok_or_else(missing)?.value().to_vec()))
    }

    pub(super) fn insert(&mut self, key: &K::SelfType<'_>, value: &[u8]) -> Result<(), StateError> {
        let small = (value.len() <= SMALL).then_some(value);
        let earlier = self.index.insert(key, (value.len() as u64, small))?;
        let was_large = earlier.is_some_and(|earlier| earlier.value().1.is_none());
        if small.is_none() {
            self.large.insert(key, value)?;
        } else if was_large {
            self.large.remove(key)?;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, key: &K::SelfType<'_>) -> Result<(), StateError> {
        let earlier = self.index.remove(key)?;
        if earlier.is_some_and(|earlier| earlier.value().1.is_none()) {
            self.large.remove(key)?;
        }
        Ok(())
    }
}

fn missing() -> StateError {
    StateError::new("a value is missing from the database")
}
