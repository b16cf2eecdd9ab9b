//! The source of a plugin that returns what it gets from the host, after it sent it there and back.

use guesthouse_contract::{Direction, Function};

use super::layout;
use super::module::Module;
use super::names::{Names, function_name, param};
use super::package::AUTHOR;
use super::project::{exports, import};
use crate::Writer;

pub(super) fn source(names: &Names<'_>, package: &str) -> String {
    let mut body = Writer::new("    ");
    for export in exports(names) {
        let module = Module {
            names,
            at: export.at,
            interface: export.interface,
        };
        body.line("\n");
        let params = module.param_list(export.function, AUTHOR);
        let result = module.result(export.function, AUTHOR);
        layout::def(&mut body, &export.name, &params, &result);
        let args = export.function.params.iter().map(|it| param(&it.name));
        let args: Vec<_> = args.collect();
        body.indented(|body| match of_host(names, export.function) {
            Some(host) => body.line(format!("return {host}({})", args.join(", "))),
            None => body.line(failure(&export.name)),
        });
    }
    let body = body.finish();
    let mut writer = Writer::new("    ");
    writer.line("\"\"\"A plugin that returns what it gets.\"\"\"");
    import(&mut writer, names, package, &[], &body);
    writer.finish() + &body
}

/// Returns the host's function of the same name.
fn of_host(names: &Names<'_>, function: &Function) -> Option<String> {
    let interfaces = names.model.interfaces.iter().enumerate();
    let mut imports = interfaces.filter(|(_, it)| it.direction == Direction::Import);
    let has = |functions: &[Function]| functions.iter().any(|it| it.name == function.name);
    let (at, _) = imports.find(|(_, it)| has(&it.functions))?;
    Some(format!(
        "{}.{}",
        names.author_module(at),
        function_name(&function.name)
    ))
}

/// Returns what a function of this name does.
fn failure(name: &str) -> &'static str {
    match name {
        "spin" => "while True:\n    pass",
        "grow" => "blocks = []\nwhile True:\n    blocks.append(bytearray(b\"x\") * (1 << 20))",
        _ => "raise RuntimeError(\"crash\")",
    }
}
