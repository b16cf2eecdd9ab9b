//! The database's file is there whole or not at all.
//!
//! redb makes a new file in several steps, and refuses one that was left between two of them. Had
//! it the name of the state file by then, a process that is killed at that moment would leave
//! something that no other run can use. So the name is given last.

use super::{StateDb, StateError};
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempPath;

/// Opens or makes it. redb checks what it reads of a file with assertions, so what was damaged panics.
pub(super) fn open(path: &Path) -> Result<StateDb, StateError> {
    let opened = guesthouse_sandbox::guarded(|| open_or_make(path));
    opened.unwrap_or_else(|_| Err(StateError::new("the file is damaged")))
}

fn open_or_make(path: &Path) -> Result<StateDb, StateError> {
    let made = match path.exists() {
        true => None,
        false => make(path)?,
    };
    match made {
        Some(made) => Ok(made),
        None => StateDb::new(super::builder().create(path)?),
    }
}

/// Makes a database and then names it. Returns `None` if someone else has been quicker.
fn make(path: &Path) -> Result<Option<StateDb>, StateError> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let folder = File::open(dir).map_err(StateError::new)?;
    let (file, nameless) = tempfile::Builder::new()
        .prefix(".guesthouse-state-")
        // Less what the process masks, as for any file.
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(dir)
        .map_err(StateError::new)?
        .into_parts();
    let backend = redb::backends::FileBackend::new(file)?;
    let made = StateDb::new(super::builder().create_with_backend(backend)?)?;
    let named = name(nameless, path, &folder).map_err(StateError::new)?;
    Ok(named.then_some(made))
}

/// Returns whether the name was free.
fn name(file: TempPath, path: &Path, folder: &File) -> io::Result<bool> {
    match file.persist_noclobber(path) {
        // The name itself must outlive a power cut, as the commits will.
        Ok(()) => folder.sync_all().map(|()| true),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(refused) => Err(refused.error),
    }
}
