//! Finds what in a contract will cause problems for plugin authors, before a plugin is written.
//!
//! An error is something that an SDK could only express wrongly. A contract's owner can accept a
//! finding that has a language: the key is `CODE:LANGUAGE`, such as `64-bit:js`.

mod names;
mod sizes;
mod types;

use std::collections::BTreeMap;

use guesthouse_diagnostics::{Diagnostic, Language, Severity};

use crate::{Function, Interface, Model, Type};

/// The findings that an owner has read and accepted, each with a reason, by key.
pub type Accepted = BTreeMap<String, String>;

/// Checks a world, for plugins in these languages.
///
/// Returns errors first. An accepted finding becomes a note with its reason.
#[must_use]
pub fn check(model: &Model, languages: &[Language], accepted: &Accepted) -> Vec<Diagnostic> {
    let mut found = unsupported(model);
    found.extend(types::check(model, languages));
    found.extend(names::check(model, languages));
    found.extend(package(model));
    for finding in &mut found {
        if let Some(reason) = accepted.get(finding.code.as_ref()) {
            finding.severity = Severity::Note;
            finding.hints = vec![format!("accepted: {reason}")];
        }
    }
    found.extend(unused(&found, accepted));
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

/// Returns the types that no SDK and no host supports, or only in other sizes: an error for each
/// place.
#[must_use]
pub fn unsupported(model: &Model) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for_each_type(model, |place, ty| {
        if let Type::Unsupported(keyword) = ty {
            found.push(not_supported(place, &format!("`{keyword}`")));
        }
    });
    for (interface, function) in functions(model) {
        if function.is_async {
            found.push(not_supported(
                &place(interface, function),
                "an async function",
            ));
        }
    }
    found.extend(sizes::check(model));
    found
}

fn not_supported(place: &str, what: &str) -> Diagnostic {
    let message = format!("{place} uses {what}, which hosts do not support");
    Diagnostic::error("unsupported-type", message)
        .hint("use records, variants, lists and resources, and functions that are not async")
}

/// Checks what tools need to know about the package.
fn package(model: &Model) -> Vec<Diagnostic> {
    let name = format!("{}:{}", model.package.namespace, model.package.name);
    let mut found = Vec::new();
    if model.package.version.is_none() {
        let message = format!("the package `{name}` has no version");
        let hint = format!(
            "write `package {name}@0.1.0;`, so that `guesthouse compare` can tell versions apart"
        );
        found.push(Diagnostic::warning("no-version", message).hint(hint));
    }
    if model
        .exports()
        .all(|interface| interface.functions.is_empty())
    {
        let message = format!(
            "the world `{}` exports no function, so hosts have nothing to call",
            model.world
        );
        found.push(
            Diagnostic::error("no-export", message).hint("export an interface with a function"),
        );
    }
    let undocumented = functions(model).filter(|(_, function)| function.docs.is_empty());
    let names: Vec<_> = undocumented
        .map(|(interface, function)| place(interface, function))
        .collect();
    if !names.is_empty() {
        let message = format!("there is no documentation of {}", first_of(&names));
        let hint = "write `///` comments: they become the documentation of every SDK";
        found.push(Diagnostic::new(Severity::Note, "undocumented", message).hint(hint));
    }
    found
}

/// Reports accepted findings that were not found: the key is misspelt, or its reason is gone.
fn unused(found: &[Diagnostic], accepted: &Accepted) -> Vec<Diagnostic> {
    let is_unused = |key: &&String| !found.iter().any(|it| it.code == key.as_str());
    let unused = accepted.keys().filter(is_unused);
    let report = |key: &String| {
        let message = format!("nothing was found for the accepted key `{key}`");
        Diagnostic::warning("unused-allow", message).hint("remove the key from `[allow]`")
    };
    unused.map(report).collect()
}

fn functions(model: &Model) -> impl Iterator<Item = (&Interface, &Function)> {
    let interfaces = model.interfaces.iter();
    interfaces.flat_map(|interface| interface.functions.iter().map(move |it| (interface, it)))
}

/// Names the first of some places, and says how many follow.
fn first_of(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

fn place(interface: &Interface, function: &Function) -> String {
    format!("`{}.{}`", interface.name, function.wit_name)
}

/// Calls `visit` for each type in a function or a named type, from the outside to the inside, with
/// the place where it is.
fn for_each_type(model: &Model, mut visit: impl FnMut(&str, &Type)) {
    for (interface, function) in functions(model) {
        let place = place(interface, function);
        for ty in function.types() {
            ty.walk(&mut |ty| visit(&place, ty));
        }
    }
    for definition in &model.types {
        let home = model.interfaces.get(definition.interface);
        let place = format!("`{}.{}`", home.map_or("", |it| &it.name), definition.name);
        for ty in definition.kind.types() {
            ty.walk(&mut |ty| visit(&place, ty));
        }
    }
}
