//! A plugin project in TypeScript.

use std::collections::{BTreeSet, HashSet};

use guesthouse_contract::{Direction, Function, FunctionKind, Interface, Type};

use super::text::quoted;
use super::types::{Scope, Types, returned};
use super::{Context, declare, file, names, zero};
use crate::{File, Writer};

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2025", "ESNext.Array", "ESNext.Decorators", "ESNext.Disposable", "ESNext.TypedArrays"],
    "module": "preserve",
    "moduleResolution": "bundler",
    "types": [],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "noEmit": true,
    "paths": {
      "PACKAGE": ["./.guesthouse/sdk/index.d.ts"],
      "PACKAGE/testing": ["./.guesthouse/sdk/testing.d.ts"]
    }
  },
  "include": ["src"]
}
"#;

pub(super) fn files(context: &Context<'_>, name: &str) -> Vec<File> {
    vec![
        file("package.json", package(name)),
        file(
            "tsconfig.json",
            TSCONFIG.replace("PACKAGE", &context.package),
        ),
        file("src/plugin.ts", source(context)),
        file("test/plugin.test.ts", test(context)),
    ]
}

fn package(name: &str) -> String {
    format!(
        r#"{{
  "name": {},
  "private": true,
  "type": "module",
  "scripts": {{
    "test": "node --import ./.guesthouse/sdk/register.mjs --test test/plugin.test.ts"
  }}
}}
"#,
        quoted(name)
    )
}

fn source(context: &Context<'_>) -> String {
    let mut body = Writer::new("  ");
    for (index, interface) in context.model.interfaces.iter().enumerate() {
        if interface.direction == Direction::Export && !interface.functions.is_empty() {
            exported(&mut body, context, index, interface);
        }
    }
    let body = body.finish();
    let mut writer = Writer::new("  ");
    imports(&mut writer, context, &body);
    writer.line(body.trim_end());
    writer.finish()
}

/// Imports the types that the source names.
fn imports(writer: &mut Writer, context: &Context<'_>, body: &str) {
    let mut used = HashSet::new();
    for function in context.model.exports().flat_map(|it| &it.functions) {
        used.extend(function.types().flat_map(Type::names));
    }
    let mut names = BTreeSet::new();
    for id in used {
        let name = context.author_name(id);
        let is_value = declare::is_value(context, id) || name.contains('.');
        let (local, imported) = match name.split_once('.') {
            Some((local, _)) => {
                let module = context.names.module(context.model.ty(id).interface);
                (local.to_owned(), renamed(module, local))
            }
            None => (name.clone(), name),
        };
        names.insert((local, imported, is_value));
    }
    let error = "ContractError".to_owned();
    names.insert((error.clone(), error, true));
    let is_used = |name: &str| {
        let mut words = body.split(|it: char| !it.is_alphanumeric() && it != '_');
        words.any(|word| word == name)
    };
    let imported = names.iter().filter(|(name, ..)| is_used(name));
    let imported = imported.map(|(name, imported, is_value)| {
        let is_type = !is_value || !body.contains(&format!("new {name}"));
        format!("{}{imported}", if is_type { "type " } else { "" })
    });
    let imported = imported.collect::<Vec<_>>().join(", ");
    if !imported.is_empty() {
        let package = quoted(&context.package);
        writer.line(format!("import {{ {imported} }} from {package};"));
        writer.line("");
    }
}

/// Writes the import of an item under another name.
fn renamed(item: &str, local: &str) -> String {
    if item == local {
        return item.to_owned();
    }
    format!("{item} as {local}")
}

fn exported(writer: &mut Writer, context: &Context<'_>, index: usize, interface: &Interface) {
    let Some(namespace) = context.names.namespace(index) else {
        for function in &interface.functions {
            define(writer, context, function, "export function ");
            writer.line("");
        }
        return;
    };
    writer.line(format!("export const {namespace} = {{"));
    writer.indented(|writer| {
        for function in &interface.functions {
            define(writer, context, function, "");
        }
    });
    writer.line("};");
    writer.line("");
}

fn define(writer: &mut Writer, context: &Context<'_>, function: &Function, keyword: &str) {
    let types = Types {
        model: context.model,
        names: &context.names,
        scope: Scope::Author,
    };
    declare::function_docs(writer, &types, function);
    let end = if keyword.is_empty() { "}," } else { "}" };
    writer.line(format!(
        "{keyword}{}({}): {} {{",
        names::function(function),
        types.params(&function.params),
        types.returned(function)
    ));
    writer.indented(|writer| {
        if let Some(statement) = statement(context, function) {
            writer.line(statement);
        }
    });
    writer.line(end);
}

/// Returns what the body of a new function does.
fn statement(context: &Context<'_>, function: &Function) -> Option<String> {
    let ty = returned(function)?;
    if let Some(value) = zero::value(context, ty) {
        return Some(format!("return {value};"));
    }
    let err = function.fallible().map(|it| it.err.as_deref());
    let error = err.and_then(|err| zero::failure(context, err));
    let error = error.unwrap_or_else(|| "new Error(\"not written yet\")".to_owned());
    Some(format!("throw {error};"))
}

fn test(context: &Context<'_>) -> String {
    let mut writer = Writer::new("  ");
    let fake = fake(context);
    writer.line("import assert from \"node:assert/strict\";");
    writer.line("import { test } from \"node:test\";");
    if fake.is_some() {
        let module = quoted(&format!("{}/testing", context.package));
        writer.line(format!("import {{ fake }} from {module};"));
    }
    writer.line("import * as plugin from \"../src/plugin.js\";");
    let Some((label, call, expected)) = first_call(context) else {
        writer.line("");
        writer.line("test(\"the plugin can be loaded\", () => assert.ok(plugin));");
        return writer.finish();
    };
    writer.line("");
    writer.line(format!("test({}, () => {{", quoted(&label)));
    writer.indented(|writer| {
        if let Some(fake) = fake {
            writer.line(format!("fake({fake});"));
        }
        match expected {
            Some(value) => writer.line(format!("assert.deepEqual({call}, {value});")),
            None => writer.line(format!("assert.throws(() => {call});")),
        }
    });
    writer.line("});");
    writer.finish()
}

/// Returns the first function that a test can call: its name, the call, and what it returns unless
/// it throws.
fn first_call(context: &Context<'_>) -> Option<(String, String, Option<String>)> {
    for (index, interface) in context.model.interfaces.iter().enumerate() {
        for function in &interface.functions {
            if interface.direction != Direction::Export {
                continue;
            }
            let params = function.params.iter();
            let args = params.map(|it| zero::value(context, &it.ty));
            let Some(args) = args.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let name = names::function(function);
            let namespace = context.names.namespace(index);
            let label = namespace.map_or(name.clone(), |it| format!("{it}.{name}"));
            let call = format!("plugin.{label}({})", args.join(", "));
            let is_plain = !call.contains("new ") || call.contains("new Uint8Array");
            let expected = match returned(function) {
                Some(ty) => zero::value(context, ty),
                None => Some("undefined".to_owned()),
            };
            let is_simple = !expected.as_deref().is_some_and(names_class);
            if is_plain && is_simple {
                return Some((label, call, expected));
            }
        }
    }
    None
}

/// Whether an expression needs a class that the test does not import.
fn names_class(expression: &str) -> bool {
    expression.contains("new ") && !expression.contains("new Uint8Array")
}

/// Returns a fake of the first function of the host.
fn fake(context: &Context<'_>) -> Option<String> {
    for (index, interface) in context.model.interfaces.iter().enumerate() {
        for function in &interface.functions {
            let is_free = function.kind == FunctionKind::Free;
            if interface.direction != Direction::Import || !is_free {
                continue;
            }
            let value = match returned(function) {
                Some(ty) => zero::value(context, ty),
                None => Some("undefined".to_owned()),
            };
            if let Some(value) = value.filter(|it| !names_class(it)) {
                let value = if value.starts_with('{') {
                    format!("({value})")
                } else {
                    value
                };
                let module = context.names.module(index);
                let name = names::function(function);
                return Some(format!("{{ {module}: {{ {name}: () => {value} }} }}"));
            }
        }
    }
    None
}
