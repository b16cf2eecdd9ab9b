//! A plugin project.

use std::collections::BTreeSet;

use guesthouse_contract::{Direction, Function, Interface, Model, Type};
use guesthouse_diagnostics::{Diagnostic, Language};

use super::docs::docstring;
use super::module::Module;
use super::names::Names;
use super::package::{AUTHOR, mentions, with_module};
use super::{layout, refuse};
use crate::{File, Options, Writer};

/// Settings of pytest, mypy and ruff.
const SETTINGS: &str = "\
# Settings of the tests, mypy and ruff, also for your editor. plugin.toml describes the plugin itself.
[tool.pytest.ini_options]
pythonpath = [\".\", \".guesthouse/sdk\"]

[tool.mypy]
strict = true
python_version = \"3.14\"
mypy_path = \".guesthouse/sdk\"
files = [\"plugin.py\", \"test_plugin.py\"]

[tool.ruff]
target-version = \"py314\"
extend-exclude = [\".guesthouse\"]
";

/// A function that the author implements.
pub(super) struct Exported<'a> {
    pub(super) at: usize,
    pub(super) interface: &'a Interface,
    pub(super) function: &'a Function,
    pub(super) name: String,
}

/// Generates the files of a project.
pub(crate) fn project(
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    refuse::unsupported(model)?;
    let names = Names::new(model);
    let package = options.package(Language::Python, model);
    let exports = exports(&names);
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    Ok(vec![
        file("plugin.py", source(&names, &package, &exports, name)),
        file("pyproject.toml", SETTINGS.to_owned()),
        file("test_plugin.py", test(&names, &package, &exports)),
    ])
}

pub(super) fn exports<'a>(names: &Names<'a>) -> Vec<Exported<'a>> {
    let named = names.exports().into_iter();
    let exported = named.filter_map(|((at, index), name)| {
        let interface = names.model.interfaces.get(at)?;
        Some(Exported {
            at,
            interface,
            function: interface.functions.get(index)?,
            name,
        })
    });
    exported.collect()
}

fn source(names: &Names<'_>, package: &str, exports: &[Exported<'_>], name: &str) -> String {
    let mut body = Writer::new("    ");
    for it in exports {
        let module = Module {
            names,
            at: it.at,
            interface: it.interface,
        };
        body.line("\n\n");
        let result = module.result(it.function, AUTHOR);
        let params = module.param_list(it.function, AUTHOR);
        layout::def(&mut body, &it.name, &params, &result);
        body.indented(|body| {
            let docs = module.docs(it.function);
            docstring(body, &docs);
            match module.success(it.function) {
                Some(ty) => layout::statement(body, &first_answer(names, ty, it.function), 1),
                None if docs.is_empty() => body.line("pass"),
                None => {}
            }
        });
    }
    let body = body.finish();
    let mut writer = Writer::new("    ");
    docstring(&mut writer, &format!("The plugin `{name}`."));
    import(&mut writer, names, package, &[], &body);
    writer.finish() + &body
}

/// Writes the import of what a module uses from the SDK.
pub(super) fn import(
    writer: &mut Writer,
    names: &Names<'_>,
    package: &str,
    always: &[&str],
    body: &str,
) {
    let modules = with_module(names).map(|(at, _)| at);
    let mut used: BTreeSet<_> = modules
        .filter(|at| mentions(body, &format!("{}.", names.author_module(*at))))
        .map(|at| names.author_import(at))
        .collect();
    for class in ["DomainError(", "Err[", "Ok(", "Ok[", "Some["] {
        if mentions(body, class) {
            used.insert(class.trim_end_matches(['(', '[']).to_owned());
        }
    }
    used.extend(always.iter().map(|it| (*it).to_owned()));
    if used.is_empty() {
        return;
    }
    writer.line("");
    // ruff wants a line for each name that is imported as another one.
    let (renamed, plain): (Vec<_>, Vec<_>) = used.into_iter().partition(|it| it.contains(" as "));
    let mut lines: Vec<_> = renamed.into_iter().map(|it| vec![it]).collect();
    lines.extend((!plain.is_empty()).then_some(plain));
    lines.sort();
    lines
        .iter()
        .for_each(|it| layout::import(writer, package, it));
}

/// Returns what the function of a new project does: it returns the zero value, or raises the first
/// error if only the host makes such values.
fn first_answer(names: &Names<'_>, ty: &Type, function: &Function) -> String {
    if let Some(value) = names.zero(ty) {
        return format!("return {value}");
    }
    let error = function.fallible().and_then(|it| it.err.as_deref());
    match error.and_then(|ty| names.exception(ty)) {
        Some(id) => match names.zero(&Type::Defined(id)) {
            Some(error) => format!("raise {error}"),
            None => "raise NotImplementedError".to_owned(),
        },
        None => "raise NotImplementedError".to_owned(),
    }
}

fn test(names: &Names<'_>, package: &str, exports: &[Exported<'_>]) -> String {
    let mut body = Writer::new("    ");
    let imports = names.model.interfaces.iter().enumerate();
    let fake = imports
        .filter(|(_, it)| it.direction == Direction::Import && !it.functions.is_empty())
        .map(|(at, _)| (at, names.fake(at)))
        .next();
    if let Some((at, class)) = fake {
        let module = names.author_module(at);
        body.line(format!("\n\nclass {class}Host({module}.{class}):"));
        body.indented(|body| {
            docstring(
                body,
                "Stands in for the host: override the functions that the plugin calls.",
            );
        });
    }
    for it in exports {
        test_of(&mut body, names, it, fake);
    }
    let body = body.finish();
    let mut writer = Writer::new("    ");
    docstring(
        &mut writer,
        "Tests that run without WebAssembly: `python3 -m pytest`.",
    );
    let always: &[&str] = if body.contains("testing.host") {
        &["testing"]
    } else {
        &[]
    };
    import(&mut writer, names, package, always, &body);
    if exports.iter().any(|it| check(names, it).is_some()) {
        writer.line("\nimport plugin");
    }
    writer.finish() + &body
}

/// Writes the test of a function, if the values that it needs can be made.
fn test_of(body: &mut Writer, names: &Names<'_>, it: &Exported<'_>, fake: Option<(usize, &str)>) {
    let Some((call, answer)) = check(names, it) else {
        return;
    };
    body.line(format!("\n\ndef test_{}() -> None:", it.name));
    body.indented(|body| match fake {
        Some((at, class)) => {
            let module = names.module(at);
            body.line(format!("with testing.host({module}={class}Host()):"));
            body.indented(|body| compare(body, &call, answer.as_deref(), 2));
        }
        None => compare(body, &call, answer.as_deref(), 1),
    });
}

/// Writes a call, and the comparison with the answer that it must have.
fn compare(body: &mut Writer, call: &str, answer: Option<&str>, depth: usize) {
    let Some(answer) = answer else {
        return layout::statement(body, call, depth);
    };
    let line = format!("assert {call} == {answer}");
    if layout::fits(&line, depth) {
        return body.line(line);
    }
    layout::statement(body, &format!("answer = {call}"), depth);
    layout::statement(body, &format!("assert answer == {answer}"), depth);
}

/// Returns the call of a function, and its answer if it has one.
fn check(names: &Names<'_>, it: &Exported<'_>) -> Option<(String, Option<String>)> {
    let module = Module {
        names,
        at: it.at,
        interface: it.interface,
    };
    let args: Option<Vec<_>> = it
        .function
        .params
        .iter()
        .map(|it| names.zero(&it.ty))
        .collect();
    let called = format!("plugin.{}({})", it.name, args?.join(", "));
    match module.success(it.function) {
        None => Some((called, None)),
        Some(ty) => Some((called, Some(names.zero(ty)?))),
    }
}
