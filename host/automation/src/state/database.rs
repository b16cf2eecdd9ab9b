//! The open database, which is opened again after an error of the disk.
//!
//! redb refuses all further work after a failed write, even if the disk has room again. So the next use
//! closes the file and opens it again, which also repairs it.

use super::{StateError, caught, file};
use redb::Database;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

pub(super) struct OpenDatabase {
    /// `None` after an attempt to open the file again has failed.
    database: RwLock<Option<Database>>,
    /// `None` for a database in memory.
    file: Option<Named>,
    has_failed: AtomicBool,
}

/// A file and its identity, because another file may get its name.
struct Named {
    path: PathBuf,
    identity: (u64, u64),
}

impl OpenDatabase {
    pub(super) fn in_memory(database: Database) -> Self {
        Self {
            database: RwLock::new(Some(database)),
            file: None,
            has_failed: AtomicBool::new(false),
        }
    }

    pub(super) fn in_file(database: Database, path: &Path) -> Result<Self, StateError> {
        let path = path.canonicalize().map_err(StateError::new)?;
        let identity = identity(&path.metadata().map_err(StateError::new)?);
        Ok(Self {
            file: Some(Named { path, identity }),
            ..Self::in_memory(database)
        })
    }

    /// Gives the database to `work`. Opens it again first if the disk has failed before.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        if self.has_failed.load(Ordering::Acquire) {
            self.open_again()?;
        }
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = database.as_ref();
        let database = database.ok_or_else(|| StateError::new("the state file is closed"))?;
        let done = caught(|| work(database));
        done.inspect_err(|error| self.note_failure(error))
    }

    /// Remembers an error of the disk.
    pub(super) fn note_failure(&self, error: &StateError) {
        if error.is_of_the_disk() && self.file.is_some() {
            self.has_failed.store(true, Ordering::Release);
        }
    }

    fn open_again(&self) -> Result<(), StateError> {
        let Some(named) = &self.file else {
            return Ok(());
        };
        let mut database = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // Another thread may have opened it.
        if self.has_failed.load(Ordering::Acquire) {
            // Closes the file, which redb has locked.
            *database = None;
            let found = named.path.metadata().map_err(StateError::new)?;
            if identity(&found) != named.identity {
                return Err(StateError::new("another file has replaced the state file"));
            }
            *database = Some(file::open_existing(&named.path)?);
            self.has_failed.store(false, Ordering::Release);
        }
        Ok(())
    }
}

fn identity(file: &Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}
