//! Finds the plugins in the folder of a domain.

use std::path::{Path, PathBuf};

use guesthouse_diagnostics::{Diagnostic, Language};
use guesthouse_toolchain::domain::Domain;
use guesthouse_toolchain::{Project, manifest};

use crate::error::{Error, Result};
use crate::verbs::printable;

/// How deep projects are looked for.
const DEPTH: usize = 4;

/// Folders of other programs.
const OTHERS: [&str; 2] = ["node_modules", "target"];

/// A project in the folder of a domain.
pub(super) struct Plugin {
    /// Its folder, relative to that of the domain.
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) project: Project,
}

impl Plugin {
    pub(super) fn language(&self) -> Language {
        self.project.manifest().language
    }
}

/// Refuses a packed domain.
pub(super) fn require_folder(domain: &Domain) -> Result<()> {
    let root = &domain.path;
    if root.is_dir() {
        return Ok(());
    }
    let message = format!(
        "`{}` is a packed domain, which has no plugins",
        root.display()
    );
    let found = Diagnostic::error("no-plugin", message);
    Err(Error::usage(found.hint("give the folder of the domain")))
}

/// Returns the projects of a domain in its folder, sorted by their paths. `prefix` stands before their
/// names.
pub(super) fn find(domain: &Domain, prefix: &str) -> Result<Vec<Plugin>> {
    let root = &domain.path;
    let mut folders = Vec::new();
    search(root, DEPTH, &mut folders)?;
    let mut found = Vec::new();
    for folder in folders {
        if !names(&folder, root)? {
            continue;
        }
        let name = match folder.strip_prefix(root) {
            Ok(inside) if !inside.as_os_str().is_empty() => inside,
            _ => Path::new("."),
        };
        found.push(Plugin {
            name: format!("{prefix}{}", printable(&name.display().to_string())),
            project: Project::open(&folder)?,
            folder,
        });
    }
    Ok(found)
}

/// Says that a domain has no plugin in its folder.
pub(super) fn none(folder: &Path) -> Diagnostic {
    let shown = folder.display();
    let message = format!("there is no plugin of the domain in its folder `{shown}`");
    let hint = format!(
        "create one with `guesthouse new --domain {shown} --lang LANGUAGE {}`",
        folder.join("NAME").display()
    );
    Diagnostic::error("no-plugin", message).hint(hint)
}

/// Adds the folders with a manifest. A project has no other project in it.
fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    if folder.join(manifest::FILE).is_file() {
        found.push(folder.to_owned());
        return Ok(());
    }
    if depth == 0 {
        return Ok(());
    }
    let unreadable = |error| Error::file("read", folder, &error);
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !name.starts_with('.') && !OTHERS.contains(&&*name) {
            folders.push(entry.path());
        }
    }
    folders.sort();
    folders
        .iter()
        .try_for_each(|folder| search(folder, depth - 1, found))
}

/// Whether the manifest in a folder names this domain.
fn names(folder: &Path, domain: &Path) -> Result<bool> {
    let source = manifest::read(folder)?;
    let named = source.domain.map(|path| folder.join(path));
    Ok(named.is_some_and(|named| named.canonicalize().ok() == domain.canonicalize().ok()))
}
