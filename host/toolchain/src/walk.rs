//! Walks over the folder of a project.
//!
//! A project's folder has more than sources: links to nowhere, links to a folder above that have no
//! end, folders that cannot be read.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::Error;

/// Calls `visit` with everything in `folder` that is not a folder, and that of its folders and of the
/// folders that links lead to. Each path begins with `folder`; the metadata is that of a link's target.
/// Nothing for which `is_left_out` returns true is visited.
pub(crate) fn walk(
    folder: &Path,
    is_left_out: &dyn Fn(&Path) -> bool,
    visit: &mut dyn FnMut(&Path, &Metadata) -> Result<(), Error>,
) -> Result<(), Error> {
    let root = folder.canonicalize().map_err(Error::file("read", folder))?;
    let mut walk = Walk {
        is_left_out,
        visit,
        root,
        above: Vec::new(),
        seen: HashSet::new(),
        is_in_link: false,
    };
    let metadata = folder.metadata().map_err(Error::file("read", folder))?;
    walk.folder(folder, &metadata)
}

/// The device and the inode of a folder.
type Id = (u64, u64);

struct Walk<'a> {
    is_left_out: &'a dyn Fn(&Path) -> bool,
    visit: &'a mut dyn FnMut(&Path, &Metadata) -> Result<(), Error>,
    root: PathBuf,
    /// The folders above the current one.
    above: Vec<Id>,
    /// Every folder that was visited.
    seen: HashSet<Id>,
    /// Whether the current folder was reached through a link.
    is_in_link: bool,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, metadata: &Metadata) -> Result<(), Error> {
        let entries = match fs::read_dir(folder) {
            Err(error) if is_unreadable(&error) => return Ok(()),
            entries => entries.map_err(Error::file("read", folder))?,
        };
        let id = (metadata.dev(), metadata.ino());
        self.above.push(id);
        self.seen.insert(id);
        for entry in entries {
            let name = entry.map_err(Error::file("read", folder))?.file_name();
            // No language has a module of such a name, and not every tool can read it.
            if name.to_str().is_some() {
                self.entry(&folder.join(&name))?;
            }
        }
        self.above.pop();
        Ok(())
    }

    fn entry(&mut self, path: &Path) -> Result<(), Error> {
        if (self.is_left_out)(path) {
            return Ok(());
        }
        // A link that leads nowhere has no metadata.
        let Ok(metadata) = path.metadata() else {
            return Ok(());
        };
        if !metadata.is_dir() {
            (self.visit)(path, &metadata)
        } else if !path.is_symlink() {
            self.folder(path, &metadata)
        } else if self.is_followed(path, &metadata) {
            let was_in_link = std::mem::replace(&mut self.is_in_link, true);
            let visited = self.folder(path, &metadata);
            self.is_in_link = was_in_link;
            visited
        } else {
            Ok(())
        }
    }

    /// Returns whether a link to a folder is followed. Folders that link to each other in a circle
    /// are visited once for each link outside of the circle.
    fn is_followed(&self, link: &Path, target: &Metadata) -> bool {
        let id = (target.dev(), target.ino());
        if self.above.contains(&id) || (self.is_in_link && self.seen.contains(&id)) {
            return false;
        }
        let target = link.canonicalize();
        target.is_ok_and(|target| !self.root.starts_with(target))
    }
}

pub(crate) fn is_unreadable(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}
