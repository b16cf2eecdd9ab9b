//! The source of a plugin that returns what it gets from the host, after it sent it there and back.

use guesthouse_contract::{Direction, Function};

use super::text::quoted;
use super::{Context, names};
use crate::Writer;

pub(super) fn source(context: &Context<'_>) -> String {
    let mut out = Writer::new("  ");
    let modules = context.model.interfaces.iter().enumerate();
    let host =
        modules.filter(|(_, it)| it.direction == Direction::Import && !it.functions.is_empty());
    for (index, _) in host {
        let module = context.names.module(index);
        out.line(format!(
            "import {{ {module} }} from {};",
            quoted(&context.package)
        ));
    }
    for function in context.model.exports().flat_map(|it| &it.functions) {
        let name = names::function(function);
        out.line("");
        match of_host(context, function) {
            Some(host) => {
                out.line(format!(
                    "export function {name}(value: Parameters<typeof {host}>[0]) {{"
                ));
                out.line(format!("  return {host}(value);\n}}"));
            }
            None => out.line(format!(
                "export function {name}(): void {{\n  {}\n}}",
                failure(&name)
            )),
        }
    }
    out.finish()
}

/// Returns the host's function of the same name.
fn of_host(context: &Context<'_>, function: &Function) -> Option<String> {
    let interfaces = context.model.interfaces.iter().enumerate();
    let mut imports = interfaces.filter(|(_, it)| it.direction == Direction::Import);
    let has = |functions: &[Function]| functions.iter().any(|it| it.name == function.name);
    let (index, _) = imports.find(|(_, it)| has(&it.functions))?;
    Some(format!(
        "{}.{}",
        context.names.module(index),
        names::function(function)
    ))
}

/// Returns what a function of this name does.
fn failure(name: &str) -> &'static str {
    match name {
        "spin" => "for (;;) {}",
        "grow" => {
            "for (const all: Uint8Array[] = []; ; ) all.push(new Uint8Array(1 << 20).fill(1));"
        }
        _ => "throw new Error(\"crash\");",
    }
}
