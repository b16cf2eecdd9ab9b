//! The folders that Go writes to. A user may have no home, or one that cannot be written.

use std::env;
use std::path::{Path, PathBuf};

use crate::{Error, packages};

/// The settings that name the folders, with the place in Guesthouse's cache that can replace each.
const FOLDERS: [(&str, &str); 3] = [
    ("GOPATH", "go"),
    ("GOMODCACHE", "go/pkg/mod"),
    ("GOCACHE", "go/build"),
];

/// The names of the settings.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FOLDERS.into_iter().map(|(name, _)| name)
}

/// Returns the settings to change, from the values of all of them: those whose folder Go cannot
/// write to.
pub(super) fn changed<'a>(
    values: impl Iterator<Item = &'a str>,
) -> Result<Vec<(&'static str, PathBuf)>, Error> {
    let mut changed = Vec::new();
    for ((name, place), value) in FOLDERS.into_iter().zip(values) {
        let first = env::split_paths(value).next();
        if !first.is_some_and(|folder| is_writable(&folder)) {
            changed.push((name, packages::cache_folder(place)?));
        }
    }
    Ok(changed)
}

/// Returns whether files can be created in a folder, which may not exist yet.
fn is_writable(folder: &Path) -> bool {
    let existing = folder.ancestors().find(|ancestor| ancestor.exists());
    folder.is_absolute() && existing.is_some_and(|folder| tempfile::tempfile_in(folder).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_does_not_exist_yet_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(is_writable(&folder.path().join("a/b")));
        assert!(!is_writable(&file.join("a/b")));
        assert!(!is_writable(Path::new("")));
    }
}
