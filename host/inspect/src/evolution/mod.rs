//! Decides whether a component that was built against one version of a WIT package works with the
//! next version.
//!
//! The component model compares names and the structure of types. So nearly every change of an
//! existing item breaks compiled components, and an addition on the host's side does not.
//! `docs/guide/evolving.md` has the rules, each with a proof.

mod items;

use std::path::Path;

use guesthouse_contract::Contract;
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
    /// Reads the package in a folder or a file, as [`Contract::read`] does.
    ///
    /// # Errors
    /// If it is not valid WIT.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let Contract {
            mut resolve,
            package: id,
            ..
        } = Contract::read(path)?;
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
            let folder = folder.display();
            let message = format!("the folder `{folder}` has no release of the package");
            let hint = format!("copy the WIT of each release to `{folder}/VERSION/`, or name the folder of a release with `--with FOLDER`");
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
    let was = release.name();
    let is = package.name();
    if (&was.namespace, &was.name) != (&is.namespace, &is.name) {
        let message =
            format!("cannot compare `{is}` with `{was}`: the packages have different names");
        let hint = "compare the package with a release of the same package";
        return vec![Diagnostic::error("another-package", message).hint(hint)];
    }
    if is.version < was.version {
        let message = format!("`{is}` is older than the release `{was}`");
        let hint = "raise the version of the package";
        return vec![Diagnostic::error("version-lowered", message).hint(hint)];
    }
    if !compatible(&was.to_string(), &is.to_string()) {
        return Vec::new();
    }
    let before = Items::of(release);
    let after = Items::of(package);
    let mut found = broken(&before, &after);
    let beside = format!(
        "raise the version to {} and serve both versions",
        incompatible(was)
    );
    for hint in found.iter_mut().flat_map(|broken| &mut broken.hints) {
        hint.push_str(&format!("; or {beside}"));
    }
    if found.is_empty() && before.texts != after.texts && was.version == is.version {
        let message = format!("`{is}` differs from the release of the same version");
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
    let added = after
        .texts
        .keys()
        .filter(|item| !before.texts.contains_key(*item))
        .filter_map(|item| added(item, before));
    removed.chain(changed).chain(added).collect()
}

fn removed(item: &Item) -> Diagnostic {
    Diagnostic::error(item.kind.removed_code(), format!("{item} was removed"))
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
    Diagnostic::error(code, format!("{item} changed from `{was}` to `{is}`")).hint(hint)
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
    let hint = "put it into a new interface that a new world exports";
    let message = format!("{item} was added, but existing components do not export it");
    Some(Diagnostic::error(code, message).hint(hint))
}

/// Returns the next incompatible version.
fn incompatible(name: &PackageName) -> String {
    match &name.version {
        Some(version) if version.major == 0 => format!("0.{}.0", version.minor.saturating_add(1)),
        Some(version) => format!("{}.0.0", version.major.saturating_add(1)),
        None => "another one".to_owned(),
    }
}
