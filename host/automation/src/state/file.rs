//! Creates the file of the database as a whole or not at all.
//!
//! redb writes a new file in several steps, and refuses a file that lacks some of them. A process
//! that is killed between two steps would leave a state file that no run can use. So the file gets
//! its final name only when it is complete.

use super::copy_on_write::CopyOnWrite;
use super::{StateError, StateFault, caught, tables};
use redb::{Database, DatabaseError, StorageError};
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempPath;

/// Opens or creates the database.
pub(super) fn open(path: &Path) -> Result<Database, StateError> {
    if !path.exists()
        && let Some(made) = create(path)?
    {
        return Ok(made);
    }
    prepared(|| super::builder().create(path), tables::prepare)
}

/// Opens the database of a file that exists.
pub(super) fn open_existing(path: &Path) -> Result<Database, StateError> {
    prepared(|| super::builder().open(path), tables::prepare)
}

/// Opens a database whose file stays as it is.
pub(super) fn open_to_read(path: &Path) -> Result<Database, StateError> {
    let file = File::open(path).map_err(StateError::new)?;
    let found = file.metadata().map_err(StateError::new)?;
    // redb would make a database of an empty file.
    if !found.is_file() || found.len() == 0 {
        return Err(StateError::new(StateFault::NotAStateFile));
    }
    let backend = CopyOnWrite::new(file)?;
    prepared(
        || super::builder().create_with_backend(backend),
        tables::check,
    )
}

fn prepared(
    open: impl FnOnce() -> Result<Database, DatabaseError>,
    prepare: impl FnOnce(&Database) -> Result<(), StateError>,
) -> Result<Database, StateError> {
    caught(|| {
        let database = open().map_err(unusable)?;
        prepare(&database)?;
        Ok(database)
    })
}

/// Creates a database and then names it. Returns `None` if another process was faster.
pub(super) fn create(path: &Path) -> Result<Option<Database>, StateError> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    if path.is_symlink() {
        let message = "it is a link to a file that does not exist";
        return Err(StateError::new(io::Error::new(
            io::ErrorKind::NotFound,
            message,
        )));
    }
    let folder = File::open(dir).map_err(StateError::new)?;
    let (file, nameless) = tempfile::Builder::new()
        .prefix(".guesthouse-state-")
        // The process's umask applies, as for any file.
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(dir)
        // The error names the temporary file, which the caller does not know.
        .map_err(|error| StateError::new(io::Error::from(error.kind())))?
        .into_parts();
    let backend = redb::backends::FileBackend::new(file)?;
    let made = prepared(
        || super::builder().create_with_backend(backend),
        tables::prepare,
    )?;
    let was_free = persist(nameless, path, &folder).map_err(StateError::new)?;
    Ok(was_free.then_some(made))
}

/// Says what is wrong with the file, where redb's own words do not.
fn unusable(error: DatabaseError) -> StateError {
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            StateError::new(StateFault::InUse)
        }
        DatabaseError::Storage(StorageError::Corrupted(_)) => StateError::new(StateFault::Damaged),
        DatabaseError::Storage(StorageError::Io(error))
            if error.kind() == io::ErrorKind::InvalidData =>
        {
            StateError::new(StateFault::NotAStateFile)
        }
        error => error.into(),
    }
}

/// Names the file, unless the name is taken. Returns whether the name was free.
fn persist(file: TempPath, path: &Path, folder: &File) -> io::Result<bool> {
    match file.persist_noclobber(path) {
        // The name must survive a power failure, as the commits do.
        Ok(()) => folder.sync_all().map(|()| true),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(refused) => Err(refused.error),
    }
}
