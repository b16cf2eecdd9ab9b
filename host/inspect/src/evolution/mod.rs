//! Decides whether a component that was built against one version of a WIT package works with the
//! next version.
//!
//! The component model compares names and the structure of types. So nearly every change of an
//! existing item breaks compiled components, and an addition on the host's side does not.
//! `docs/guide/evolving.md` has the rules, each with a proof.

mod items;

use std::path::Path;

use guesthouse_diagnostics::version::compatible;
use wit_parser::{PackageId, PackageName, Resolve, Stability};

use crate::Diagnostic;
use items::{Item, Items, Kind};

/// A parsed package of WIT.
pub struct Package {
    resolve: Resolve,
    id: PackageId,
}

impl Package {
    /// Reads the package in a folder or a file.
    ///
    /// # Errors
    /// If it is not valid WIT.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let mut resolve = Resolve::default();
        let read = resolve.push_path(path);
        let (id, _) = read.map_err(|error| {
            let message = format!("cannot read the WIT in `{}`: {error:#}", path.display());
            Diagnostic::error("unreadable-wit", message).hint("give the folder of a WIT package")
        })?;
        // Annotations such as `@since` do not change what an item is.
        for (_, ty) in &mut resolve.types {
            ty.stability = Stability::default();
        }
        Ok(Self { resolve, id })
    }

    /// Reads the package with the highest version from a folder that has one folder for each version.
    ///
    /// # Errors
    /// If there is no package, or one of them is not valid WIT.
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

/// Returns the changes of a package that break components which were built against a release of it.
/// An incompatible version breaks nothing: hosts serve it beside the old one.
#[must_use]
pub fn compare(release: &Package, package: &Package) -> Vec<Diagnostic> {
    let (was, is) = (release.name(), package.name());
    if (&was.namespace, &was.name) != (&is.namespace, &is.name) {
        let message = format!("`{is}` is not the package `{was}`");
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
    for hint in found.iter_mut().flat_map(|broken| &mut broken.hints) {
        hint.push_str(&format!("; or {beside}"));
    }
    if found.is_empty() && before.texts != after.texts && was.version == is.version {
        let message = format!("`{is}` was released with other contents");
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
    let code = format!("{}-removed", item.kind.word());
    Diagnostic::error(code, format!("{item} is gone"))
        .hint("keep it for the components that use it")
}

fn changed(item: &Item, was: &str, is: &str) -> Diagnostic {
    let (code, hint) = match item.kind {
        Kind::Type => (
            "type-changed",
            "keep the type as it was, and add a new type with new functions that use it",
        ),
        _ => (
            "function-changed",
            "keep it, and add a function with another name",
        ),
    };
    Diagnostic::error(code, format!("{item} was `{was}` and is `{is}`")).hint(hint)
}

/// An addition is compatible, unless the host would expect the new item from components that lack
/// it.
fn added(item: &Item, before: &Items) -> Option<Diagnostic> {
    let there = before.texts.keys().any(|it| it.holds(item));
    let code = match item.kind {
        Kind::Export if there => "export-added",
        Kind::Function | Kind::Type if there && before.exports(item) => {
            "exported-interface-changed"
        }
        _ => return None,
    };
    let hint = "put it into a new interface, exported by a new world: the host looks for it, and a component may lack it";
    Some(Diagnostic::error(code, format!("{item} is new, and the host would call it")).hint(hint))
}

/// Returns the next incompatible version.
fn incompatible(name: &PackageName) -> String {
    match &name.version {
        Some(version) if version.major == 0 => format!("0.{}.0", version.minor.saturating_add(1)),
        Some(version) => format!("{}.0.0", version.major.saturating_add(1)),
        None => "another version".to_owned(),
    }
}
