//! What no JavaScript engine can do.

use std::collections::HashSet;

use guesthouse_contract::{Direction, Model, TypeDefKind};
use guesthouse_diagnostics::Diagnostic;

use super::names;

/// Refuses resources that the plugin implements, and exports that the engines cannot tell apart.
pub(super) fn refuse(model: &Model) -> Result<(), Vec<Diagnostic>> {
    let mut found: Vec<_> = exported_resources(model).collect();
    found.extend(same_names(model));
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn exported_resources(model: &Model) -> impl Iterator<Item = Diagnostic> {
    let exports = model.exports().map(|it| (it, &it.types));
    let types = exports.flat_map(|(interface, types)| types.iter().map(move |id| (interface, id)));
    types.filter_map(|(interface, id)| {
        let ty = model.ty(*id);
        if ty.kind != TypeDefKind::Resource {
            return None;
        }
        let message = format!(
            "a plugin in JavaScript cannot implement the resource `{}` of `{}`",
            ty.name, interface.name
        );
        let hint = "let the host implement the resource, or pass records with an id";
        Some(Diagnostic::error("unsupported-type", message).hint(hint))
    })
}

/// The engines know an exported interface by its short name only.
fn same_names(model: &Model) -> Vec<Diagnostic> {
    let mut taken = HashSet::new();
    let mut found = Vec::new();
    let exports = model.interfaces.iter();
    for interface in exports.filter(|it| it.direction == Direction::Export && !it.is_world) {
        for function in &interface.functions {
            let name = (
                names::engine(&interface.name),
                names::engine(&function.name),
            );
            if !taken.insert(name) {
                let message = format!(
                    "a plugin in JavaScript cannot export `{}` of two interfaces that are called `{}`",
                    function.name, interface.name
                );
                let hint = "give one of the interfaces or functions another name";
                found.push(Diagnostic::error("unsupported-type", message).hint(hint));
            }
        }
    }
    found
}
