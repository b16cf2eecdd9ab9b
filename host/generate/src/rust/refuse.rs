//! What wit-bindgen cannot express.

use std::collections::BTreeSet;

use guesthouse_contract::{Function, FunctionKind, Interface, Type, TypeDefKind, TypeId};
use guesthouse_diagnostics::Diagnostic;
use heck::ToSnakeCase as _;

use super::plan::{Plan, ident};

pub(super) fn unsupported(plan: &Plan<'_>) -> Result<(), Vec<Diagnostic>> {
    let resources = super::export::exported_resources(plan).into_iter().map(|name| {
        let message = format!("the plugin would implement the resource `{name}`, which the SDK for Rust does not support");
        Diagnostic::error("unsupported-type", message)
            .hint("let the host implement the resource, or pass records with an id")
    });
    let borrowed = plan.model.types.iter().enumerate().filter(|(index, ty)| {
        let is_type = !matches!(ty.kind, TypeDefKind::Alias(_) | TypeDefKind::Resource);
        is_type && plan.contents(&Type::Defined(TypeId(*index))).has_borrow
    });
    let borrowed = borrowed.map(|(_, ty)| {
        let message = format!(
            "the type `{}` contains a `borrow`, which the SDK for Rust supports only in parameters",
            ty.name
        );
        Diagnostic::error("unsupported-type", message)
    });
    let found: Vec<_> = resources
        .chain(borrowed)
        .chain(borrowed_lists(plan))
        .chain(refused_names(plan))
        .collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The functions that wit-bindgen gives to each resource.
const RESOURCE: [&str; 3] = ["from-handle", "handle", "take-handle"];

/// The names of which wit-bindgen makes Rust that does not compile.
fn refused_names(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let refuse = |message: String| {
        Diagnostic::error("unsupported-name", message).hint("give it another name in the WIT")
    };
    let mut found = Vec::new();
    for definition in &plan.model.types {
        if let TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) = &definition.kind
            && cases.iter().any(|case| case.name == "self")
        {
            let message = format!(
                "`{}` has the case `self`, which Rust reserves",
                definition.name
            );
            found.push(refuse(message));
        }
    }
    found.extend(same_inline_names(plan));
    found.extend(inline_namespaces(plan));
    found.extend(hidden_types(plan));
    found.extend(keywords(plan).into_iter().map(|name| {
        refuse(format!(
            "the contract has the name `{name}`, a keyword of Rust that wit-bindgen writes as it is"
        ))
    }));
    let functions = plan.model.interfaces.iter().flat_map(|it| &it.functions);
    for function in functions.clone() {
        let (FunctionKind::Static(id) | FunctionKind::Method(id)) = function.kind else {
            continue;
        };
        let resource = &plan.model.ty(id).name;
        let is_new = function.name == "new"
            && functions
                .clone()
                .any(|it| it.kind == FunctionKind::Constructor(id));
        if is_new {
            found.push(refuse(format!(
                "the resource `{resource}` has a constructor and a function `new`, which have one name in Rust"
            )));
        }
        if RESOURCE.contains(&function.name.as_str()) {
            found.push(refuse(format!(
                "the resource `{resource}` has a function `{}`, a name that wit-bindgen uses itself in Rust",
                function.name
            )));
        }
    }
    found
}

/// wit-bindgen keeps only one handle of a list that is borrowed to the guest.
fn borrowed_lists(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let functions = plan.model.exports().flat_map(|it| &it.functions);
    let is_refused = |function: &&Function| {
        let mut found = false;
        for ty in function.types() {
            ty.walk(&mut |ty| found |= matches!(ty, Type::List(_)) && plan.contents(ty).has_borrow);
        }
        found
    };
    let refuse = |function: &Function| {
        let message = format!(
            "the function `{}` gets a list of borrowed handles, which wit-bindgen cannot pass to a plugin in Rust",
            function.name
        );
        Diagnostic::error("unsupported-type", message)
            .hint("pass a list of owned handles, or a resource that has the list")
    };
    functions.filter(is_refused).map(refuse).collect()
}

/// wit-bindgen knows an inline interface and its types by their short names.
fn same_inline_names(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let inline = plan.model.interfaces.iter().filter(|it| is_inline(it));
    let mut known = std::collections::HashMap::new();
    for interface in inline.clone() {
        known.insert(interface.name.as_str(), interface.name.as_str());
    }
    let mut found = Vec::new();
    for interface in inline {
        for id in &interface.types {
            let name = plan.model.ty(*id).name.as_str();
            if let Some(other) = known.insert(name, &interface.name) {
                let message = format!(
                    "the type `{name}` of the inline interface `{}` has the name of something in the inline interface `{other}`, and the SDK for Rust cannot tell them apart",
                    interface.name
                );
                let refused = Diagnostic::error("unsupported-name", message);
                found.push(
                    refused.hint("give the interfaces names of their own, outside of the world"),
                );
            }
        }
    }
    found
}

/// wit-bindgen has one module for an inline interface and for a namespace of the same name.
fn inline_namespaces(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let interfaces = plan.model.interfaces.iter();
    let inline = interfaces.clone().filter(|it| is_inline(it));
    let is_namespace = |inline: &&Interface| {
        let mut others = interfaces
            .clone()
            .filter(|it| it.direction == inline.direction);
        let namespace = |id: &String| id.split(':').next().map(str::to_owned);
        others.any(|it| it.id.as_ref().and_then(namespace).as_ref() == Some(&inline.name))
    };
    let refuse = |it: &Interface| {
        let message = format!(
            "the inline interface `{}` has the name of a namespace, and the SDK for Rust cannot tell them apart",
            it.name
        );
        Diagnostic::error("unsupported-name", message).hint("rename the inline interface")
    };
    inline.filter(is_namespace).map(refuse).collect()
}

/// The bindings declare aliases and resources under their own names, where they hide `Option` and
/// `Result`.
fn hidden_types(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for interface in &plan.model.interfaces {
        let declared = declared(plan, interface);
        let functions = interface.functions.iter().flat_map(Function::types);
        let definitions = interface.types.iter();
        let definitions = definitions.flat_map(|id| plan.model.ty(*id).kind.types());
        let mut needed = BTreeSet::new();
        for ty in functions.chain(definitions) {
            ty.walk(&mut |ty| {
                needed.extend(match ty {
                    Type::Option(_) => Some("option"),
                    Type::Result(_) => Some("result"),
                    _ => None,
                });
            });
        }
        found.extend(needed.into_iter().filter(|it| declared.contains(it)).map(|name| {
            let message = format!(
                "the type `{name}` of `{}` hides the `{name}` of Rust, which wit-bindgen needs there",
                interface.name
            );
            Diagnostic::error("unsupported-name", message).hint("give the type another name")
        }));
    }
    found
}

/// The types that the bindings of an interface declare: those that the SDK does not put in their place.
/// Of an inline interface that is each type.
fn declared<'a>(plan: &Plan<'a>, interface: &'a Interface) -> BTreeSet<&'a str> {
    let types = interface.types.iter().map(|id| plan.model.ty(*id));
    let is_declared = |kind: &TypeDefKind| {
        is_inline(interface) || matches!(kind, TypeDefKind::Alias(_) | TypeDefKind::Resource)
    };
    let types = types.filter(|ty| is_declared(&ty.kind));
    let used = interface.uses.iter().map(|(name, _)| name.as_str());
    types.map(|ty| ty.name.as_str()).chain(used).collect()
}

fn is_inline(interface: &Interface) -> bool {
    interface.id.is_none() && !interface.is_world
}

/// The keywords that wit-bindgen does not change: `gen` anywhere, `self` as a type that its bindings
/// declare, and the names of packages.
fn keywords(plan: &Plan<'_>) -> BTreeSet<String> {
    let model = plan.model;
    let mut found = BTreeSet::new();
    for interface in &model.interfaces {
        let package = interface.id.as_deref().and_then(|id| id.split('/').next());
        let package = package.and_then(|it| it.split(':').nth(1));
        found.extend(package.filter(|it| ident(it) != it.to_snake_case()));
        let declared = declared(plan, interface);
        found.extend(declared.into_iter().filter(|name| *name == "self"));
        let functions = interface.functions.iter();
        let names = functions.flat_map(|it| {
            let params = it.params.iter().map(|param| param.name.as_str());
            params.chain([it.name.as_str()])
        });
        let names = names.chain([interface.name.as_str()]);
        found.extend(names.filter(|name| *name == "gen"));
    }
    let fields = model.types.iter().flat_map(|ty| match &ty.kind {
        TypeDefKind::Record(fields) => fields.as_slice(),
        _ => &[],
    });
    let fields = fields.map(|field| field.name.as_str());
    found.extend(fields.filter(|name| *name == "gen"));
    found.into_iter().map(str::to_owned).collect()
}
