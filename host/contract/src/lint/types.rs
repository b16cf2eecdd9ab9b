//! Types that a language expresses badly.

use std::collections::BTreeMap;

use guesthouse_diagnostics::{Diagnostic, Language, Severity};

use super::{first_of, for_each_type, functions, place};
use crate::{Direction, Model, Type, TypeDefKind};

/// The number of fields from which a record is hard to construct.
const LARGE_RECORD: usize = 16;

pub(super) fn check(model: &Model, languages: &[Language]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if languages.contains(&Language::Js) {
        found.extend(wide_integers(model));
    }
    if languages.contains(&Language::Go) {
        found.extend(exported_resources(model));
    }
    found.extend(foreign_interfaces(model));
    found.extend(text_errors(model));
    found.extend(large_records(model));
    found
}

/// No engine of JavaScript passes every 64-bit integer: QuickJS rounds above 2^53, and StarlingMonkey
/// traps on a negative `s64`.
fn wide_integers(model: &Model) -> Option<Diagnostic> {
    let mut places = BTreeMap::new();
    for_each_type(model, |place, ty| {
        if matches!(ty, Type::U64 | Type::S64) {
            places.entry(place.to_owned()).or_insert(());
        }
    });
    let places: Vec<_> = places.into_keys().collect();
    if places.is_empty() {
        return None;
    }
    let message = format!(
        "JavaScript passes the 64-bit integers of {} only up to 2^53",
        first_of(&places)
    );
    let hint = "use `u32` in minor units or a decimal text for money; or accept it in domain.toml: `[allow]` `\"64-bit:js\" = \"REASON\"`";
    Some(Diagnostic::error("64-bit:js", message).hint(hint))
}

/// Go exports resources, but fails some cases of the conformance suite. The generators of the other
/// languages refuse them.
fn exported_resources(model: &Model) -> Vec<Diagnostic> {
    let exported = model.types.iter().filter(|ty| {
        let home = model.interfaces.get(ty.interface);
        ty.kind == TypeDefKind::Resource && home.is_some_and(|it| it.direction == Direction::Export)
    });
    let report = |name: &str| {
        let message = format!("plugins in Go cannot implement the resource `{name}` reliably");
        let hint = "let the host implement the resource, or pass records with an id";
        Diagnostic::error("exported-resource:go", message).hint(hint)
    };
    exported.map(|ty| report(&ty.name)).collect()
}

/// An interface of another owner would need an SDK of its own.
fn foreign_interfaces(model: &Model) -> Vec<Diagnostic> {
    let ids = model.interfaces.iter().filter_map(|it| it.id.as_deref());
    let wasi = ids.filter(|id| id.starts_with("wasi:"));
    let report = |id: &str| {
        let message = format!("the world uses the interface `{id}` of WASI");
        let hint = "declare what plugins need in interfaces of your own package: hosts give every guest a WASI that reaches nothing";
        Diagnostic::error("wasi-interface", message).hint(hint)
    };
    wasi.map(report).collect()
}

fn text_errors(model: &Model) -> Option<Diagnostic> {
    let fails_with_text = |function: &crate::Function| {
        let error = function.fallible().and_then(|result| result.err.as_deref());
        error.is_some_and(|ty| *model.resolved(ty) == Type::String)
    };
    let places: Vec<_> = functions(model)
        .filter(|(_, function)| fails_with_text(function))
        .map(|(interface, function)| place(interface, function))
        .collect();
    if places.is_empty() {
        return None;
    }
    let message = format!("the error of {} is a text", first_of(&places));
    let hint = "use a `variant` or an `enum`: callers cannot tell the errors of a text apart";
    Some(Diagnostic::new(Severity::Note, "text-error", message).hint(hint))
}

fn large_records(model: &Model) -> Vec<Diagnostic> {
    let fields = |ty: &crate::TypeDef| match &ty.kind {
        TypeDefKind::Record(fields) => fields.len(),
        _ => 0,
    };
    let large = model.types.iter().filter(|ty| fields(ty) > LARGE_RECORD);
    let report = |ty: &crate::TypeDef| {
        let message = format!("the record `{}` has {} fields", ty.name, fields(ty));
        let hint = "group fields that belong together into records";
        Diagnostic::new(Severity::Note, "large-record", message).hint(hint)
    };
    large.map(report).collect()
}
