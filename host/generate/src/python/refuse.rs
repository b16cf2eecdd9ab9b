//! What componentize-py cannot build.

use guesthouse_contract::{Direction, FunctionKind, Interface, Model, TypeDefKind};
use guesthouse_diagnostics::Diagnostic;
use heck::ToUpperCamelCase;

/// Names that the bindings import, and the kind of types that need them.
const IMPORTED: [&str; 3] = ["Enum", "Flag", "Union"];

pub(super) fn unsupported(model: &Model) -> Result<(), Vec<Diagnostic>> {
    let mut found = Vec::new();
    for interface in &model.interfaces {
        let resources = interface.types.iter().map(|id| model.ty(*id));
        let resources = resources.filter(|it| matches!(it.kind, TypeDefKind::Resource));
        for resource in resources {
            if interface.direction == Direction::Export {
                found.push(exported_resource(&resource.name, &interface.name));
            } else if interface.is_world {
                found.push(world_resource(&resource.name));
            }
        }
        found.extend(inline_import(interface));
        found.extend(same_name(model, interface));
        found.extend(hidden_names(model, interface));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn exported_resource(name: &str, interface: &str) -> Diagnostic {
    let message = format!(
        "the resource `{name}` of the export `{interface}` cannot be implemented in Python: \
         componentize-py never destroys it"
    );
    refused(message).hint("let the host implement the resource, or pass records with an id")
}

fn world_resource(name: &str) -> Diagnostic {
    let message = format!(
        "the resource `{name}` of the world itself cannot be used in Python: componentize-py has no \
         class for it"
    );
    refused(message).hint("move the resource to an interface")
}

/// componentize-py leaves out the functions of an interface that a world imports inline.
fn inline_import(interface: &Interface) -> Option<Diagnostic> {
    let is_inline = interface.id.is_none() && !interface.is_world;
    let has_functions = interface
        .functions
        .iter()
        .any(|it| it.kind == FunctionKind::Free);
    (is_inline && interface.direction == Direction::Import && has_functions).then(|| {
        let message = format!(
            "the inline interface `{}` cannot be used in Python: componentize-py leaves out its \
             functions",
            interface.name
        );
        refused(message).hint("give the interface a name of its own, outside of the world")
    })
}

/// componentize-py tells interfaces of one name apart by their packages, and an inline interface has
/// none.
fn same_name(model: &Model, interface: &Interface) -> Option<Diagnostic> {
    let is_same = |other: &&Interface| {
        other.direction == interface.direction && other.name == interface.name && other.id.is_some()
    };
    let is_inline = interface.id.is_none() && !interface.is_world;
    let other = model
        .interfaces
        .iter()
        .filter(|_| is_inline)
        .find(is_same)?;
    let message = format!(
        "the inline interface `{}` has the name of `{}`, and componentize-py cannot tell them apart",
        interface.name,
        other.id.as_deref().unwrap_or_default()
    );
    Some(refused(message).hint("rename the inline interface"))
}

/// Finds types whose class would hide what the bindings of a later type need.
fn hidden_names(model: &Model, interface: &Interface) -> Option<Diagnostic> {
    let class = |name: &str| name.to_upper_camel_case();
    let types: Vec<_> = interface.types.iter().map(|id| model.ty(*id)).collect();
    let hiding = types
        .iter()
        .find(|ty| IMPORTED.contains(&class(&ty.name).as_str()))?;
    let hidden = class(&hiding.name);
    let needs = |kind: &TypeDefKind| match kind {
        TypeDefKind::Enum(_) => hidden == "Enum",
        TypeDefKind::Flags(_) => hidden == "Flag",
        TypeDefKind::Variant(_) => hidden == "Union",
        _ => false,
    };
    let other = types
        .iter()
        .find(|ty| ty.name != hiding.name && needs(&ty.kind))?;
    let message = format!(
        "the type `{}` of `{}` cannot be used in Python: its class hides what componentize-py needs \
         for `{}`",
        hiding.name, interface.name, other.name
    );
    Some(refused(message).hint("give the type another name"))
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::error("unsupported-type", message)
}
