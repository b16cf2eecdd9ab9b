//! Checks by name that a component imports and exports what a contract has.

use std::collections::BTreeMap;

use guesthouse_diagnostics::version::{compatible, split};
use guesthouse_diagnostics::{Diagnostic, RefusalCode, nearest, wasi};
use serde::{Deserialize, Serialize};
use wit_parser::{IndexMap, Resolve, TypeDefKind, WorldId, WorldItem, WorldKey};

use crate::limits::REPORTED_NAMES;

/// The names of what a host provides and expects, in addition to WASI.
///
/// An interface has the name `namespace:package/interface@1.2.3`. A function or resource of the world
/// itself has its name in WIT: `lookup`, `[method]cart.add`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The names that a component may import.
    pub imports: Vec<String>,
    /// The names that a component must export.
    pub exports: Vec<String>,
    /// What to use instead of a package that the host lacks, by its name: `wasi:http`.
    pub instead: BTreeMap<String, String>,
}

/// Returns every import that the host does not provide and every export that is missing.
pub(crate) fn check<'a>(
    names: &'a Names,
    imports: &'a [String],
    exports: &'a [String],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let unknown = imports.iter().filter(|name| !names.provide(name));
    let missing = names.exports.iter().filter(move |wanted| {
        let is_there = exports.iter().any(|name| compatible(wanted, name));
        !is_there
    });
    unknown
        .map(|name| names.unknown_import(name))
        .chain(missing.map(|wanted| missing_export(wanted, exports)))
}

impl Names {
    /// Returns the names of what a world imports and exports.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn of_world(resolve: &Resolve, world: WorldId) -> Self {
        let world = &resolve.worlds[world];
        Self {
            imports: needed(resolve, &world.imports),
            exports: needed(resolve, &world.exports),
            instead: BTreeMap::new(),
        }
    }

    /// Whether the host provides an import.
    fn provide(&self, name: &str) -> bool {
        self.has(name) || wasi::is_provided(name)
    }

    /// Whether an import is of the contract.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.imports.iter().any(|ours| compatible(ours, name))
    }

    fn unknown_import(&self, name: &str) -> Diagnostic {
        let shown = RefusalCode::shown(name);
        let path = split(name).0;
        let found = |message: String| {
            RefusalCode::UnknownImport
                .diagnostic(message)
                .import(&*shown)
        };
        if let Some(ours) = self.imports.iter().find(|ours| split(ours).0 == path) {
            return found(format!(
                "the component imports `{shown}`, but hosts provide `{ours}`"
            ))
            .hint("build the component against the version that hosts have");
        }
        let found = found(format!(
            "the component imports `{shown}`, which hosts do not provide"
        ));
        let package = path.split('/').next().unwrap_or_default();
        let instead = |package: &str| self.instead.get(package).map(String::as_str);
        let hint = wasi::hint(name, instead).or_else(|| instead(package));
        if let Some(hint) = hint {
            return found.hint(hint);
        }
        let ours = self.imports.iter().map(|ours| split(ours).0);
        match nearest(path, ours) {
            Some(meant) => found.hint(format_args!("did you mean `{meant}`?")),
            None => found.hint("use only interfaces of the contract and of WASI 0.2"),
        }
    }
}

/// Returns the names of items without the types, which are the same on every host.
fn needed(resolve: &Resolve, items: &IndexMap<WorldKey, WorldItem>) -> Vec<String> {
    let is_needed = |item: &WorldItem| match item {
        WorldItem::Type { id, .. } => {
            let kind = resolve.types.get(*id).map(|found| &found.kind);
            matches!(kind, Some(TypeDefKind::Resource))
        }
        WorldItem::Interface { .. } | WorldItem::Function(_) => true,
    };
    items
        .iter()
        .filter(|(_, item)| is_needed(item))
        .map(|(key, _)| resolve.name_world_key(key))
        .collect()
}

/// Reports a missing export, and the export that seems to stand in its place.
fn missing_export(wanted: &str, exports: &[String]) -> Diagnostic {
    let path = split(wanted).0;
    let found = |message: String| RefusalCode::MissingExport.diagnostic(message);
    if let Some(other) = exports.iter().find(|name| split(name).0 == path) {
        let shown = RefusalCode::shown(other);
        return found(format!(
            "the component exports `{shown}`, but hosts call `{wanted}`"
        ))
        .hint("build the component against the version that hosts have");
    }
    let missing = found(format!("the component does not export `{wanted}`"));
    let paths = exports.iter().map(|name| split(name).0);
    let has = |start: &str| exports.iter().any(|name| name.starts_with(start));
    if has("wasi:cli/run@") {
        missing.hint(
            "build a library that exports the interface, not a command with a `main` function",
        )
    } else if has("wasi:http/incoming-handler@") {
        missing.hint("export the interface of the contract, not a handler of HTTP requests")
    } else if let Some(meant) = nearest(path, paths.take(REPORTED_NAMES)) {
        let meant = RefusalCode::shown(meant);
        missing.hint(format_args!("rename the export `{meant}` to `{path}`"))
    } else {
        let kind = if wanted.contains('/') {
            "interface"
        } else {
            "function"
        };
        missing.hint(format_args!("export this {kind}; {}", list(exports)))
    }
}

/// Lists a few names.
fn list(names: &[String]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(5)
        .map(|name| format!("`{}`", RefusalCode::shown(name)))
        .collect();
    match names.len() {
        0 => "the component exports nothing".to_owned(),
        count if count > shown.len() => {
            format!(
                "the component exports only {} and {} more",
                shown.join(", "),
                count - shown.len()
            )
        }
        _ => format!("the component exports only {}", shown.join(", ")),
    }
}
