//! Changes stores as an operator, under the rules that hold for plugins.

use super::overlay::{Denied, MAX_KEY, Overlay};
use super::{StateDb, StateError, StoreId, commit};
use crate::limits::Limits;
use std::path::{Path, PathBuf};

/// Changes to a state file, which [`commit`](StateEditor::commit) writes all or not at all.
///
/// While it is open, no other process and no host can use the file.
pub struct StateEditor {
    database: StateDb,
    overlay: Overlay,
    /// The file, if it does not exist yet. It is created with its content.
    new: Option<PathBuf>,
}

/// Why a change is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The name of the store is neither `PLUGIN/NAME` nor `/NAME`.
    #[error("`{0}` is not the name of a store")]
    Store(String),
    /// The key is empty or too long, or has a control character.
    #[error("a key must have 1 to {MAX_KEY} bytes and no control characters")]
    Key,
    /// The value is too large.
    #[error("the value has more than the {limit} bytes that `value_bytes` allows")]
    TooLarge {
        /// The most that are allowed.
        limit: u64,
    },
    /// The store would be too large.
    #[error("the store `{store}` would have more than `store_bytes` or `store_keys` allows")]
    QuotaExceeded {
        /// The store.
        store: String,
    },
    /// The database failed.
    #[error(transparent)]
    State(#[from] StateError),
}

impl StateEditor {
    /// Opens the state file at `path`, or creates it with the commit. Converts a file of an older format.
    ///
    /// # Errors
    /// If the file cannot be opened, is not a state file, or is open in another process.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StateError> {
        let path = path.as_ref();
        let new = (!path.exists()).then(|| path.to_owned());
        let database = match &new {
            None => StateDb::open(path)?,
            Some(_) => StateDb::in_memory()?,
        };
        // The caller holds the values already, so no limit protects the memory of this process.
        let overlay = Overlay::new(database.clone(), u64::MAX);
        Ok(Self {
            database,
            overlay,
            new,
        })
    }

    /// Stores a value under a key, within the limits of the store.
    ///
    /// # Errors
    /// If a plugin with these limits could not do so, or if the database fails.
    pub fn set(
        &mut self,
        store: &str,
        key: &str,
        value: Vec<u8>,
        limits: &Limits,
    ) -> Result<(), EditError> {
        let id = named(store)?;
        let done = self.overlay.set(&id, key.to_owned(), value, limits);
        done.map_err(|denied| match denied {
            Denied::TooLarge(_) => EditError::TooLarge {
                limit: limits.value_bytes,
            },
            denied => refused(store, denied),
        })
    }

    /// Deletes a key. Returns whether it was there.
    ///
    /// # Errors
    /// If the store or the key breaks a rule, or if the database fails.
    pub fn delete(&mut self, store: &str, key: &str) -> Result<bool, EditError> {
        let id = named(store)?;
        let had = self.overlay.size(&id, key);
        let had = had.map_err(|denied| refused(store, denied))?.is_some();
        let done = self.overlay.delete(&id, key.to_owned());
        done.map_err(|denied| refused(store, denied))?;
        Ok(had)
    }

    /// Writes all changes in one transaction, and waits until they are on disk.
    ///
    /// # Errors
    /// If the database fails, or if the file was to be created and exists. Then nothing has changed.
    pub fn commit(self) -> Result<(), StateError> {
        let database = match &self.new {
            None => self.database,
            Some(path) => StateDb::create(path)?,
        };
        commit::write(&database, &self.overlay.into_changes())
    }
}

impl std::fmt::Debug for StateEditor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StateEditor(..)")
    }
}

fn named(store: &str) -> Result<StoreId, EditError> {
    StoreId::parse(store).ok_or_else(|| EditError::Store(store.to_owned()))
}

fn refused(store: &str, denied: Denied) -> EditError {
    match denied {
        Denied::InvalidKey(_) => EditError::Key,
        Denied::Unavailable(error) => EditError::State(error),
        Denied::NotGranted(_)
        | Denied::QuotaExceeded(_)
        | Denied::TooLarge(_)
        | Denied::TooManyChanges => EditError::QuotaExceeded {
            store: store.to_owned(),
        },
    }
}
