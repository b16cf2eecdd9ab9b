//! The module that makes the component's exports of the author's module.

use guesthouse_contract::Direction;

use super::Context;
use super::codec::Codecs;
use super::names;
use super::text::{GENERATED, quoted};
use crate::Writer;

/// Writes the module that makes the component's exports of the author's module.
pub(super) fn wrap(context: &Context<'_>) -> String {
    let model = context.model;
    let mut writer = Writer::new("  ");
    writer.line(GENERATED);
    writer.line("");
    writer.line("import { author, exported } from \"./runtime/exports.js\";");
    writer.line("import * as $ from \"./runtime/index.js\";");
    for index in 0..model.interfaces.len() {
        let module = context.names.module(index);
        writer.line(format!(
            "import * as ${module} from \"./interfaces/{module}.js\";"
        ));
    }
    writer.line("");
    writer.line("/** Returns what the component exports for the author's module. */");
    writer.line("export function wrap(plugin) {");
    writer.indented(|writer| {
        writer.line("const exports = {};");
        for (index, interface) in model.interfaces.iter().enumerate() {
            if interface.direction == Direction::Export {
                exported(writer, context, index);
            }
        }
        writer.line("return exports;");
    });
    writer.line("}");
    writer.finish()
}

fn exported(writer: &mut Writer, context: &Context<'_>, index: usize) {
    let Some(interface) = context.model.interfaces.get(index) else {
        return;
    };
    let codecs = Codecs {
        model: context.model,
        names: &context.names,
        here: None,
    };
    let target = if interface.is_world {
        "exports".to_owned()
    } else {
        let target = format!("exports.{}", names::engine(&interface.name));
        writer.line(format!("{target} ??= {{}};"));
        target
    };
    let namespace = context.names.namespace(index);
    let plugin = namespace.map_or("plugin".to_owned(), |it| format!("plugin.{it}"));
    for function in &interface.functions {
        let name = names::function(function);
        let label = namespace.map_or(name.clone(), |it| format!("{it}.{name}"));
        let params = function.params.iter().map(|it| codecs.ty(&it.ty));
        let params = params.collect::<Vec<_>>().join(", ");
        let item = names::engine(&function.name);
        writer.line(format!(
            "{target}.{item} = exported({}, author({plugin}, {}), [{params}], {});",
            quoted(&label),
            quoted(&name),
            codecs.outcome(function)
        ));
    }
}
