//! The state database: stores, and the committed outcome of each event.
//!
//! `docs/design/0002-state-store.md` explains the choice of redb. A write transaction is open only
//! during the commit, never while a guest runs. A guest reads from a snapshot and writes to an
//! [`Overlay`].

mod commit;
mod copy_on_write;
mod database;
mod edit;
mod fault;
mod file;
mod locks;
mod overlay;
mod seen;
mod split;
mod tables;
mod view;

pub(crate) use commit::{Commit, EventKey};
pub(crate) use locks::{LockSet, StoreGuards, StoreLocks};
pub(crate) use overlay::{Denied, Overlay};
pub(crate) use seen::{ChangedStores, Seen};

pub use edit::{EditError, StateEditor};
pub use fault::StateFault;
pub use view::{StateView, StoreSize};

use crate::policy::{PolicyFile, StoreGrant};
use database::OpenDatabase;
use guesthouse_sandbox::clean;
use redb::ReadableDatabase;
use std::error::Error;
use std::io::ErrorKind;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;

/// Bytes of pages that redb keeps in memory. A plugin that reads and writes a lot must not fill the
/// memory of the host.
const CACHE: usize = 32 << 20;

/// A database in one file: stores, outcomes and the events that were returned.
#[derive(Clone)]
pub struct StateDb {
    database: Arc<OpenDatabase>,
    locks: Arc<StoreLocks>,
}

impl StateDb {
    /// Opens or creates the database at `path`. Only one process can have it open.
    ///
    /// A process that is killed during the creation leaves no file at `path`.
    ///
    /// # Errors
    /// If the file cannot be opened, is not a state database, or is open in another process.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StateError> {
        let path = path.as_ref();
        let opened = file::open(path).and_then(|database| OpenDatabase::in_file(database, path));
        Ok(Self::new(opened.map_err(|error| error.of_opening(path))?))
    }

    /// Creates the database at `path`, where no file may be.
    fn create(path: &Path) -> Result<Self, StateError> {
        let created = file::create(path).and_then(|created| {
            let database = created.ok_or_else(|| StateError::new(StateFault::InUse))?;
            OpenDatabase::in_file(database, path)
        });
        Ok(Self::new(created.map_err(|error| error.of_opening(path))?))
    }

    /// Returns a database in memory, which is lost when it is dropped.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub fn in_memory() -> Result<Self, StateError> {
        Self::on(redb::backends::InMemoryBackend::new())
    }

    fn on(backend: impl redb::StorageBackend) -> Result<Self, StateError> {
        let database = builder().create_with_backend(backend)?;
        tables::prepare(&database)?;
        Ok(Self::new(OpenDatabase::in_memory(database)))
    }

    fn new(database: OpenDatabase) -> Self {
        Self {
            database: Arc::new(database),
            locks: Arc::default(),
        }
    }

    /// Returns the locks of its stores, which all hosts of this database share.
    pub(crate) fn locks(&self) -> &StoreLocks {
        &self.locks
    }

    fn snapshot(&self) -> Result<redb::ReadTransaction, StateError> {
        self.database.with(|database| Ok(database.begin_read()?))
    }
}

/// Runs `work` on the database. redb asserts the form of its pages, so a damaged file panics.
fn caught<T, E: From<StateError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // After a panic, nothing of the attempt is used.
    guesthouse_diagnostics::catch_parser_panic(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(StateError::new(StateFault::Damaged).into()))
}

fn builder() -> redb::Builder {
    let mut builder = redb::Builder::new();
    builder.set_cache_size(CACHE);
    builder
}

impl std::fmt::Debug for StateDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StateDb(..)")
    }
}

/// The database failed. The source says why.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct StateError {
    what: String,
    #[source]
    cause: Box<dyn Error + Send + Sync>,
}

impl StateError {
    pub(crate) fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            what: "the state database failed".to_owned(),
            cause: cause.into(),
        }
    }

    /// Says that this is why a file cannot be opened.
    fn of_opening(self, path: &Path) -> Self {
        Self {
            what: format!("cannot open the state file `{}`", path.display()),
            ..self
        }
    }

    /// Says that this is why the outcome of an event cannot be read.
    fn of_outcome(self, event: EventKey) -> Self {
        let [id, source] = [event.id, event.source].map(|text| clean(text, 200, false));
        Self {
            what: format!("cannot read the outcome of event `{id}` of `{source}`"),
            ..self
        }
    }

    /// Returns what is wrong with the file, if it cannot be used as a state file.
    #[must_use]
    pub fn fault(&self) -> Option<StateFault> {
        match self.io_error() {
            // The file is shorter than it says.
            Some(ErrorKind::UnexpectedEof) => Some(StateFault::Damaged),
            _ => self.cause.downcast_ref().copied(),
        }
    }

    /// Returns the kind of the operating system's error, if there was one.
    #[must_use]
    pub fn io_error(&self) -> Option<ErrorKind> {
        let of_database = || match self.cause.downcast_ref() {
            Some(redb::Error::Io(error)) => Some(error),
            _ => None,
        };
        let error = self.cause.downcast_ref().or_else(of_database);
        error.map(std::io::Error::kind)
    }

    /// Returns whether the database must be opened again.
    fn is_of_the_disk(&self) -> bool {
        let cause = self.cause.downcast_ref();
        matches!(cause, Some(redb::Error::Io(_) | redb::Error::PreviousIo))
    }
}

impl<E: Into<redb::Error>> From<E> for StateError {
    fn from(cause: E) -> Self {
        Self::new(cause.into())
    }
}

/// A store, by its name among all stores of the database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StoreId(Arc<str>);

/// A store that a guest has opened.
#[expect(
    unreachable_pub,
    reason = "the bindings re-export it in a module of their own"
)]
pub struct OpenStore(pub(crate) StoreId);

impl StoreId {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Returns the store of a grant. Names of plugins and stores contain no slash, so the id of a
    /// private store never equals that of a shared one.
    pub(crate) fn new(plugin: &str, name: &str, grant: &StoreGrant) -> Self {
        Self(match grant {
            StoreGrant::Private => format!("{plugin}/{name}").into(),
            StoreGrant::Shared(shared) => format!("/{shared}").into(),
        })
    }

    /// Reads the name of a store among all stores.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (plugin, name) = text.split_once('/')?;
        let is_valid =
            (plugin.is_empty() || PolicyFile::is_name(plugin)) && PolicyFile::is_name(name);
        is_valid.then(|| Self(text.into()))
    }
}

#[cfg(test)]
mod tests;
