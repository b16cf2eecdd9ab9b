//! The state database: stores, and the committed outcome of each event.
//!
//! `docs/design/0002-state-store.md` explains the choice of redb. A write transaction is open only
//! during the commit, never while a guest runs. A guest reads from a snapshot and writes to an
//! [`Overlay`].

mod commit;
mod file;
mod locks;
mod overlay;

pub(crate) use commit::{Commit, EventKey};
pub(crate) use locks::{LockSet, StoreGuards, StoreLocks};
pub(crate) use overlay::{Denied, Overlay};

use crate::policy::StoreGrant;
use redb::{ReadableDatabase, TableDefinition};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// Values by store and key.
const ENTRIES: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("entries");
/// Bytes and keys of each store.
const SIZES: TableDefinition<&str, (u64, u64)> = TableDefinition::new("sizes");
/// The record of each committed event, by plugin, source and id.
const OUTCOMES: TableDefinition<(&str, &str, &str), &[u8]> = TableDefinition::new("outcomes");
/// Facts about the database itself.
const META: TableDefinition<&str, u64> = TableDefinition::new("meta");
/// The layout of these tables.
const FORMAT: u64 = 1;
/// Bytes of pages that redb keeps in memory. A plugin that reads and writes a lot must not fill the
/// memory of the host.
const CACHE: usize = 32 << 20;

/// A database in one file: stores, outcomes and the events that were returned.
#[derive(Clone)]
pub struct StateDb {
    database: Arc<redb::Database>,
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
        file::open(path).map_err(|error| StateError {
            what: format!("cannot open the state file `{}`", path.display()),
            ..error
        })
    }

    /// Returns a database in memory, which is lost when it is dropped.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub fn in_memory() -> Result<Self, StateError> {
        let backend = redb::backends::InMemoryBackend::new();
        Self::new(builder().create_with_backend(backend)?)
    }

    fn new(database: redb::Database) -> Result<Self, StateError> {
        let write = database.begin_write()?;
        write.open_table(ENTRIES)?;
        write.open_table(SIZES)?;
        write.open_table(OUTCOMES)?;
        let format = write
            .open_table(META)?
            .insert("format", FORMAT)?
            .map(|found| found.value());
        if let Some(other) = format.filter(|format| *format != FORMAT) {
            let message =
                format!("the file has format {other}, but this host reads only format {FORMAT}");
            return Err(StateError::new(message));
        }
        write.commit()?;
        Ok(Self {
            database: Arc::new(database),
            locks: Arc::default(),
        })
    }

    /// Returns the locks of its stores, which all hosts of this database share.
    pub(crate) fn locks(&self) -> &StoreLocks {
        &self.locks
    }

    fn snapshot(&self) -> Result<redb::ReadTransaction, StateError> {
        Ok(self.database.begin_read()?)
    }
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
    /// Returns the store of a grant. Names of plugins and stores contain no slash, so the id of a
    /// private store never equals that of a shared one.
    pub(crate) fn new(plugin: &str, name: &str, grant: &StoreGrant) -> Self {
        Self(match grant {
            StoreGrant::Private => format!("{plugin}/{name}").into(),
            StoreGrant::Shared(shared) => format!("/{shared}").into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redb::StorageBackend;
    use redb::backends::InMemoryBackend;
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A file that counts the bytes that are read from it.
    #[derive(Debug)]
    struct Counted(InMemoryBackend, Arc<AtomicUsize>);

    impl StorageBackend for Counted {
        fn len(&self) -> io::Result<u64> {
            self.0.len()
        }

        fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
            self.1.fetch_add(out.len(), Ordering::Relaxed);
            self.0.read(offset, out)
        }

        fn set_len(&self, len: u64) -> io::Result<()> {
            self.0.set_len(len)
        }

        fn sync_data(&self) -> io::Result<()> {
            self.0.sync_data()
        }

        fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
            self.0.write(offset, data)
        }
    }

    #[test]
    fn a_plugin_that_reads_a_lot_does_not_fill_the_memory_with_pages() {
        let read = Arc::<AtomicUsize>::default();
        let file = Counted(InMemoryBackend::new(), Arc::clone(&read));
        let redb = StateDb::new(builder().create_with_backend(file).unwrap()).unwrap();
        let keys: Vec<_> = (0..64).map(|n| n.to_string()).collect();
        let write = redb.database.begin_write().unwrap();
        for key in &keys {
            let mut entries = write.open_table(ENTRIES).unwrap();
            let value = vec![7; 1 << 20];
            entries.insert(("s", &**key), &*value).unwrap();
        }
        write.commit().unwrap();
        let all = || {
            let before = read.load(Ordering::Relaxed);
            let entries = redb.snapshot().unwrap().open_table(ENTRIES).unwrap();
            for key in &keys {
                entries.get(("s", &**key)).unwrap().unwrap();
            }
            read.load(Ordering::Relaxed) - before
        };
        all();
        // redb kept the bytes that it does not read again.
        let kept = (64_usize << 20).saturating_sub(all());
        assert!(kept <= CACHE, "{kept}");
    }
}
