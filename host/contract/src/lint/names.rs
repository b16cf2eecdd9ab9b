//! Names that a language reserves, and interfaces that have one name.

use std::collections::{BTreeMap, BTreeSet};

use guesthouse_diagnostics::{Diagnostic, Language, Severity};

use crate::names::{Kind, name};
use crate::{Interface, Model, TypeDefKind};

pub(super) fn check(model: &Model, languages: &[Language]) -> Vec<Diagnostic> {
    let escaped = model.interfaces.iter().flat_map(|it| names(model, it));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (kind, wit) in escaped {
        let changed = languages.iter().filter_map(|language| {
            let written = name(*language, kind, wit);
            written
                .ends_with('_')
                .then(|| format!("`{written}` in {language}"))
        });
        let changed: Vec<_> = changed.collect();
        if !changed.is_empty() && seen.insert(wit) {
            let message = format!(
                "the name `{wit}` is reserved in a language: it becomes {}",
                changed.join(", ")
            );
            found.push(Diagnostic::new(Severity::Note, "reserved-name", message));
        }
    }
    found.extend(same_interfaces(model));
    found
}

/// Returns the names of an interface, with what they stand for.
fn names<'a>(model: &'a Model, interface: &'a Interface) -> Vec<(Kind, &'a str)> {
    let mut names = vec![(Kind::Module, interface.name.as_str())];
    for function in &interface.functions {
        names.push((Kind::Function, &function.name));
        names.extend(
            function
                .params
                .iter()
                .map(|it| (Kind::Param, it.name.as_str())),
        );
    }
    for ty in interface.types.iter().map(|id| model.ty(*id)) {
        names.push((Kind::Type, &ty.name));
        match &ty.kind {
            TypeDefKind::Record(fields) => {
                names.extend(fields.iter().map(|it| (Kind::Field, it.name.as_str())));
            }
            TypeDefKind::Enum(cases) | TypeDefKind::Flags(cases) => {
                names.extend(cases.iter().map(|it| (Kind::Constant, it.name.as_str())));
            }
            TypeDefKind::Variant(cases) => {
                names.extend(cases.iter().map(|it| (Kind::Type, it.name.as_str())));
            }
            TypeDefKind::Resource | TypeDefKind::Alias(_) => {}
        }
    }
    // A constructor is called `new` in the model and has no name of its own in WIT.
    names.retain(|(_, name)| *name != "new");
    names
}

/// Reports interfaces of several packages that have one name.
fn same_interfaces(model: &Model) -> Vec<Diagnostic> {
    let mut known = BTreeMap::new();
    let mut found = Vec::new();
    for interface in &model.interfaces {
        let id = interface.id.as_deref().unwrap_or(&interface.name);
        match known.insert((interface.direction, &interface.name), id) {
            Some(other) if other != id => {
                let message = format!("`{other}` and `{id}` have one name, so SDKs number them");
                let note = Diagnostic::new(Severity::Note, "same-name", message);
                found.push(note.hint("rename one of the interfaces if you can"));
            }
            _ => {}
        }
    }
    found
}
