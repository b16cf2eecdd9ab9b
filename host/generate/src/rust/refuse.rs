//! What wit-bindgen cannot express.

use std::collections::BTreeSet;

use guesthouse_contract::{Function, FunctionKind, Type, TypeDefKind, TypeId};
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
    found.extend(same_inline_types(plan));
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

/// wit-bindgen knows the types of an interface without a name of its own by their short names.
fn same_inline_types(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let inline = plan.model.interfaces.iter();
    let inline = inline.filter(|it| it.id.is_none() && !it.is_world);
    let mut known = std::collections::HashMap::new();
    let mut found = Vec::new();
    for interface in inline {
        for id in &interface.types {
            let name = &plan.model.ty(*id).name;
            if let Some(other) = known.insert(name, &interface.name) {
                let message = format!(
                    "the inline interfaces `{other}` and `{}` both have a type `{name}`, which the SDK for Rust cannot tell apart",
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

/// The keywords that wit-bindgen does not change: `gen` anywhere, `self` as a type that its bindings
/// declare, and the names of packages.
fn keywords(plan: &Plan<'_>) -> BTreeSet<String> {
    let model = plan.model;
    let mut found = BTreeSet::new();
    for interface in &model.interfaces {
        let package = interface.id.as_deref().and_then(|id| id.split('/').next());
        let package = package.and_then(|it| it.split(':').nth(1));
        found.extend(package.filter(|it| ident(it) != it.to_snake_case()));
        let declared = interface.types.iter().map(|id| model.ty(*id));
        let declared =
            declared.filter(|ty| matches!(ty.kind, TypeDefKind::Alias(_) | TypeDefKind::Resource));
        let declared = declared.map(|ty| ty.name.as_str());
        let used = interface.uses.iter().map(|(name, _)| name.as_str());
        found.extend(declared.chain(used).filter(|name| *name == "self"));
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
