//! Types that have too many parts for a component or a language, or none.

use std::collections::BTreeSet;

use guesthouse_diagnostics::Diagnostic;

use super::for_each_type;
use crate::{Model, Type, TypeDef, TypeDefKind};

/// The most flags of a type in a component.
const FLAGS: usize = 32;

/// The most items of a tuple that Rust's library can compare and show.
const TUPLE: usize = 12;

pub(super) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut found: Vec<_> = model.types.iter().filter_map(definition).collect();
    let mut tuples = BTreeSet::new();
    for_each_type(model, |place, ty| {
        if let Type::Tuple(items) = ty
            && (items.is_empty() || items.len() > TUPLE)
        {
            tuples.insert((place.to_owned(), items.len()));
        }
    });
    found.extend(tuples.into_iter().map(|(place, size)| {
        let message =
            format!("{place} has a tuple with {size} items, and SDKs support 1 to {TUPLE}");
        Diagnostic::error("unsupported-size", message).hint("use a record, whose fields have names")
    }));
    found
}

fn definition(ty: &TypeDef) -> Option<Diagnostic> {
    let (kind, size) = match &ty.kind {
        TypeDefKind::Record(fields) => ("record", fields.len()),
        TypeDefKind::Variant(cases) => ("variant", cases.len()),
        TypeDefKind::Enum(cases) => ("enum", cases.len()),
        TypeDefKind::Flags(flags) => ("flags type", flags.len()),
        TypeDefKind::Resource | TypeDefKind::Alias(_) => return None,
    };
    let refused = |message: String| Diagnostic::error("unsupported-size", message);
    if size == 0 {
        let message = format!("the {kind} `{}` has no member", ty.name);
        return Some(refused(message).hint("give it one: components have no empty types"));
    }
    if kind == "flags type" && size > FLAGS {
        let message = format!(
            "the flags type `{}` has {size} flags, and components support {FLAGS}",
            ty.name
        );
        return Some(refused(message).hint("write two types of flags"));
    }
    None
}
