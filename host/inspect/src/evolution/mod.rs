//! Whether what was built against one version of a WIT package works with the next one, too.
//!
//! The component model looks at names and at the structure of types, so nearly every change of what
//! is there breaks what was compiled before, and additions do not, on the side of the host. What
//! follows from that is decided here. `docs/guide/evolving.md` has the rules with a proof of each.

mod items;

use std::path::Path;

use wit_parser::{PackageId, PackageName, Resolve, Stability};

use crate::Diagnostic;
use crate::skew::compatible;
use items::{Item, Items, Kind};

/// A package of WIT, as it was read.
pub struct Package {
    resolve: Resolve,
    id: PackageId,
}

impl Package {
    /// Reads the package in a folder or a file.
    ///
    /// # Errors
    /// When it is no WIT.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let mut resolve = Resolve::default();
        let read = resolve.push_path(path);
        let (id, _) = read.map_err(|error| {
            let message = format!("cannot read the WIT in `{}`: {error:#}", path.display());
            Diagnostic::error("unreadable-wit", message).hint("name the folder of a WIT package")
        })?;
        // Since when there is something, and for how long, is no part of what it is.
        for (_, ty) in &mut resolve.types {
            ty.stability = Stability::default();
        }
        Ok(Self { resolve, id })
    }

    /// Reads the package of the highest version that is in a folder, each in a folder of its own.
    ///
    /// # Errors
    /// When there is none, or one of them is no WIT.
    pub fn newest(folder: &Path) -> Result<Self, Diagnostic> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let folders = entries.flatten().map(|entry| entry.path());
        let read = folders
            .filter(|path| path.is_dir())
            .map(|it| Self::read(&it));
        let mut releases = read.collect::<Result<Vec<_>, _>>()?;
        releases.sort_by(|one, other| one.name().version.cmp(&other.name().version));
        releases.pop().ok_or_else(|| {
            let message = format!("there is no release in `{}`", folder.display());
            let hint = "copy the WIT of each release there, into a folder of its own";
            Diagnostic::error("no-release", message).hint(hint)
        })
    }

    /// Returns its name, with its version.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn name(&self) -> &PackageName {
        &self.resolve.packages[self.id].name
    }
}

/// Returns what of the package breaks components that were built against a release of it. Nothing
/// does in a version that is not compatible: hosts serve that beside the old one.
#[must_use]
pub fn compare(release: &Package, package: &Package) -> Vec<Diagnostic> {
    let (was, is) = (release.name(), package.name());
    if (&was.namespace, &was.name) != (&is.namespace, &is.name) {
        let message = format!("`{is}` is another package than `{was}`");
        return vec![Diagnostic::error("another-package", message)];
    }
    if is.version < was.version {
        let message = format!("`{is}` is older than the release `{was}`");
        let hint = "raise the version of the package";
        return vec![Diagnostic::error("version-lowered", message).hint(hint)];
    }
    if !compatible(&was.to_string(), &is.to_string()) {
        return Vec::new();
    }
    let (before, after) = (Items::of(release), Items::of(package));
    let mut found = broken(&before, &after);
    let beside = format!("raise the package to {} and serve both", incompatible(was));
    for broken in &mut found {
        broken.hint = broken
            .hint
            .take()
            .map(|hint| format!("{hint}; or {beside}"));
    }
    if found.is_empty() && before.texts != after.texts && was.version == is.version {
        let message = format!("`{is}` is released, and this is not what was");
        let hint = "raise the version of the package";
        found.push(Diagnostic::error("version-kept", message).hint(hint));
    }
    found
}

fn broken(before: &Items, after: &Items) -> Vec<Diagnostic> {
    let missing = |item: &&Item| !after.texts.contains_key(*item);
    let gone: Vec<_> = before.texts.keys().filter(missing).collect();
    let whole = gone
        .iter()
        .filter(|item| !gone.iter().any(|it| it.holds(item)));
    let removed = whole.map(|item| removed(item));
    let changed = before.texts.iter().filter_map(|(item, was)| {
        let is = after.texts.get(item).filter(|is| *is != was)?;
        Some(changed(item, was, is))
    });
    let new = after.texts.keys();
    let new = new.filter(|item| !before.texts.contains_key(*item));
    let added = new.filter_map(|item| added(item, before));
    removed.chain(changed).chain(added).collect()
}

fn removed(item: &Item) -> Diagnostic {
    let code = match item.kind {
        Kind::Interface => "interface-removed",
        Kind::Type => "type-removed",
        Kind::Function => "function-removed",
        Kind::World => "world-removed",
        Kind::Import => "import-removed",
        Kind::Export => "export-removed",
    };
    Diagnostic::error(code, format!("{item} is gone")).hint("keep it for those who use it")
}

fn changed(item: &Item, was: &str, is: &str) -> Diagnostic {
    let (code, hint) = match item.kind {
        Kind::Type => (
            "type-changed",
            "a type never changes: add another, and functions that use it",
        ),
        _ => (
            "function-changed",
            "leave it, and add a function of another name",
        ),
    };
    Diagnostic::error(code, format!("{item} was `{was}` and is `{is}`")).hint(hint)
}

/// What is new is harmless, unless the host expects it of components that know nothing of it.
fn added(item: &Item, before: &Items) -> Option<Diagnostic> {
    let there = before.texts.keys().any(|it| it.holds(item));
    let code = match item.kind {
        Kind::Export if there => "export-added",
        Kind::Function | Kind::Type if there && before.exports(item) => {
            "exported-interface-changed"
        }
        _ => return None,
    };
    let hint = "put it into an interface of its own, exported by a world of its own: a host looks for it, and a component may lack it";
    Some(Diagnostic::error(code, format!("{item} is new, and the host would call it")).hint(hint))
}

/// The next version that is not compatible.
fn incompatible(name: &PackageName) -> String {
    match &name.version {
        Some(version) if version.major == 0 => format!("0.{}.0", version.minor.saturating_add(1)),
        Some(version) => format!("{}.0.0", version.major.saturating_add(1)),
        None => "another version".to_owned(),
    }
}
