//! The files of the package: `package.json` and its main module.

use std::collections::BTreeMap;

use guesthouse_contract::{Direction, TypeId};

use super::text::{GENERATED, docs, quoted};
use super::types::{Scope, Types};
use super::{Context, declare, file, names};
use crate::{File, Writer};

pub(super) fn files(context: &Context<'_>) -> Vec<File> {
    vec![
        file("package.json", manifest(context)),
        file("index.js", main(context)),
        file("index.d.ts", declarations(context)),
    ]
}

fn manifest(context: &Context<'_>) -> String {
    let name = quoted(&context.package);
    let version = context.model.package.version.as_deref().unwrap_or("0.0.0");
    let version = quoted(version);
    format!(
        r##"{{
  "name": {name},
  "version": {version},
  "private": true,
  "type": "module",
  "sideEffects": false,
  "exports": {{
    ".": {{ "types": "./index.d.ts", "default": "./index.js" }},
    "./entry": {{ "default": "./entry.js" }},
    "./testing": {{ "types": "./testing.d.ts", "default": "./testing.js" }}
  }},
  "imports": {{
    "#host/*": "./runtime/absent.js"
  }}
}}
"##
    )
}

/// Returns the types that the main module exports, by interface.
fn flat(context: &Context<'_>) -> BTreeMap<usize, Vec<TypeId>> {
    let mut found: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    let ids = (0..context.model.types.len()).map(TypeId);
    for id in ids.filter(|id| context.names.is_flat(*id)) {
        let home = context.model.ty(id).interface;
        found.entry(home).or_default().push(id);
    }
    found
}

fn main(context: &Context<'_>) -> String {
    let mut writer = Writer::new("  ");
    writer.line(GENERATED);
    writer.line("");
    writer.line("export { ContractError } from \"./runtime/index.js\";");
    exports(&mut writer, context, false);
    writer.finish()
}

/// Writes the namespaces of the interfaces, and the types whose names are unique.
fn exports(writer: &mut Writer, context: &Context<'_>, is_declaration: bool) {
    let flat = flat(context);
    for index in 0..context.model.interfaces.len() {
        let module = context.names.module(index);
        let from = format!("from \"./interfaces/{module}.js\"");
        writer.line(format!("export * as {module} {from};"));
        let ids = flat.get(&index).map_or(&[][..], Vec::as_slice);
        let (values, types): (Vec<TypeId>, Vec<TypeId>) =
            ids.iter().partition(|id| declare::is_value(context, **id));
        for (keyword, ids) in [("", values), ("type ", types)] {
            let names: Vec<_> = ids.iter().map(|id| context.names.ty(*id)).collect();
            let is_written = keyword.is_empty() || is_declaration;
            if !names.is_empty() && is_written {
                writer.line(format!(
                    "export {keyword}{{ {} }} {from};",
                    names.join(", ")
                ));
            }
        }
    }
}

fn declarations(context: &Context<'_>) -> String {
    let mut writer = Writer::new("  ");
    writer.line(GENERATED);
    writer.line("");
    writer.line("/// <reference path=\"./globals.d.ts\" />");
    writer.line("");
    for index in 0..context.model.interfaces.len() {
        let module = context.names.module(index);
        writer.line(format!(
            "import type * as {module} from \"./interfaces/{module}.js\";"
        ));
    }
    writer.line("import type { ContractError } from \"./runtime/index.js\";");
    writer.line("");
    writer.line("export { ContractError } from \"./runtime/index.js\";");
    exports(&mut writer, context, true);
    writer.line("");
    plugin(&mut writer, context);
    writer.finish()
}

/// Writes the type of the author's module.
fn plugin(writer: &mut Writer, context: &Context<'_>) {
    docs(
        writer,
        if context.model.docs.is_empty() {
            "What a plugin exports."
        } else {
            &context.model.docs
        },
    );
    writer.line("export interface Plugin {");
    writer.indented(|writer| {
        for (index, interface) in context.model.interfaces.iter().enumerate() {
            if interface.direction != Direction::Export || interface.functions.is_empty() {
                continue;
            }
            match context.names.namespace(index) {
                Some(namespace) => {
                    docs(writer, &interface.docs);
                    writer.line(format!("readonly {namespace}: {{"));
                    writer.indented(|writer| functions(writer, context, index));
                    writer.line("};");
                }
                None => functions(writer, context, index),
            }
        }
    });
    writer.line("}");
}

fn functions(writer: &mut Writer, context: &Context<'_>, index: usize) {
    let types = Types {
        model: context.model,
        names: &context.names,
        scope: Scope::Package,
    };
    let interface = context.model.interfaces.get(index);
    for function in interface.into_iter().flat_map(|it| &it.functions) {
        declare::function_docs(writer, &types, function);
        let returned = types.returned(function);
        writer.line(format!(
            "{}({}): {returned} | Promise<{returned}>;",
            names::function(function),
            types.params(&function.params)
        ));
    }
}
