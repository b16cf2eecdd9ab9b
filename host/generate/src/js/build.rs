//! What the bundler must know about a world, as JSON.

use std::collections::BTreeSet;

use guesthouse_contract::{Direction, FunctionKind};
use serde::Serialize;

use super::{Context, code, names};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
    package: &'a str,
    /// What the author's module must export: functions, or the namespaces of interfaces.
    plugin: Vec<String>,
    /// What the component's module exports, in the engines' names: interfaces, and functions of the
    /// world.
    exports: BTreeSet<String>,
    /// What the SDK imports as `#host/NAME`.
    hosts: Vec<Host<'a>>,
}

#[derive(Serialize)]
struct Host<'a> {
    /// The full name of an interface, or `$root` for the functions of the world.
    name: String,
    /// The functions of the world, in the names of WIT.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    functions: Vec<&'a str>,
}

/// Returns the text of `build.json`.
pub(super) fn facts(context: &Context<'_>) -> String {
    let facts = Facts {
        package: &context.package,
        plugin: plugin(context),
        exports: exports(context),
        hosts: hosts(context),
    };
    serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n"
}

fn exports(context: &Context<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for interface in context.model.exports() {
        let functions = interface.functions.iter();
        if interface.is_world {
            found.extend(functions.map(|it| names::engine(&it.name)));
        } else if !interface.functions.is_empty() {
            found.insert(names::engine(&interface.name));
        }
    }
    found
}

fn hosts<'a>(context: &'a Context<'_>) -> Vec<Host<'a>> {
    let imports = context.model.imports();
    let asked = imports.filter(|it| !it.functions.is_empty());
    let hosts = asked.map(|interface| {
        let functions = interface.functions.iter();
        let free = functions.filter(|it| interface.is_world && it.kind == FunctionKind::Free);
        Host {
            name: code::specifier(interface),
            functions: free.map(|it| it.name.as_str()).collect(),
        }
    });
    hosts.collect()
}

fn plugin(context: &Context<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (index, interface) in context.model.interfaces.iter().enumerate() {
        if interface.direction != Direction::Export || interface.functions.is_empty() {
            continue;
        }
        match context.names.namespace(index) {
            Some(namespace) => found.push(namespace.to_owned()),
            None => found.extend(interface.functions.iter().map(names::function)),
        }
    }
    found
}
