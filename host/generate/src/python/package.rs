//! The modules of an SDK that belong to no interface.

use guesthouse_contract::{Direction, Interface, TypeId};

use super::docs::{docstring, literal};
use super::module::Module;
use super::names::{Names, function_name, keyword};
use super::types::Place;
use crate::Writer;
use heck::ToSnakeCase;

/// An annotation in the author's module.
pub(super) const AUTHOR: Place = Place {
    interface: None,
    is_shadowed: false,
    is_fake: false,
};

/// Returns whether an interface has a module: an import always, and an export if it has types that
/// no import has.
pub(super) fn has_module(names: &Names<'_>, interface: &Interface) -> bool {
    let has_types = !interface.types.is_empty() || !interface.uses.is_empty();
    match interface.direction {
        Direction::Import => true,
        Direction::Export => has_types && !interface.is_world && !names.has_twin(interface),
    }
}

/// Returns the indices of the interfaces that have a module.
pub(super) fn with_module<'a>(
    names: &'a Names<'_>,
) -> impl Iterator<Item = (usize, &'a Interface)> {
    let all = names.model.interfaces.iter().enumerate();
    all.filter(move |(_, it)| has_module(names, it))
}

/// Writes `__init__.py`: the modules, the errors, and the types of the exports.
pub(super) fn init(names: &Names<'_>) -> String {
    let model = names.model;
    let mut writer = Writer::new("    ");
    let docs = [&model.package_docs, &model.docs];
    let docs: Vec<_> = docs
        .into_iter()
        .filter(|it| !it.is_empty())
        .map(String::as_str)
        .collect();
    docstring(&mut writer, &docs.join("\n\n"));
    writer.line("");
    let mut all = vec![
        "DomainError".to_owned(),
        "Err".to_owned(),
        "Ok".to_owned(),
        "Some".to_owned(),
    ];
    for (at, _) in with_module(names) {
        let module = names.module(at);
        writer.line(format!("from . import {module}"));
        all.push(module.to_owned());
    }
    writer.line("from ._runtime import DomainError, Err, Ok, Some");
    for (at, interface) in with_module(names) {
        let flat = flat(names, interface);
        let flat: Vec<_> = flat.into_iter().filter(|it| !all.contains(it)).collect();
        if interface.direction == Direction::Export && !flat.is_empty() {
            writer.line(format!(
                "from .{} import {}",
                names.module(at),
                flat.join(", ")
            ));
            all.extend(flat);
        }
    }
    all.sort();
    writer.line("\n__all__ = [");
    writer.indented(|writer| {
        all.iter()
            .for_each(|it| writer.line(format!("{},", literal(it))));
    });
    writer.line("]");
    writer.finish()
}

/// Returns the types of an interface that an author can import from the package itself.
fn flat(names: &Names<'_>, interface: &Interface) -> Vec<String> {
    let used = interface
        .uses
        .iter()
        .map(|(alias, _)| super::names::class(alias));
    let own = interface.types.iter().flat_map(|id: &TypeId| {
        let class = names.class(*id).to_owned();
        names.cases(*id).iter().cloned().chain([class])
    });
    used.chain(own).collect()
}

/// Writes `testing.py`: what a test gives in the place of the host.
pub(super) fn testing(names: &Names<'_>) -> String {
    let mut writer = Writer::new("    ");
    docstring(
        &mut writer,
        "Stand-ins for the host, for tests without WebAssembly.",
    );
    writer.line("\nfrom contextlib import AbstractContextManager");
    writer.line("");
    let imports = names.model.interfaces.iter().enumerate();
    let imports: Vec<_> = imports
        .filter(|(_, it)| it.direction == Direction::Import && !it.functions.is_empty())
        .map(|(at, _)| (names.module(at), names.private(at), names.fake(at)))
        .collect();
    for (module, private, _) in &imports {
        writer.line(format!("from . import {module} as {private}"));
    }
    writer.line("from ._runtime import FakeMissing");
    writer.line("from ._runtime import fakes as __fakes");
    writer.line("\n__all__ = [\"FakeMissing\", \"host\"]\n\n\n");
    let params = imports
        .iter()
        .map(|(module, private, fake)| format!("{module}: {private}.{fake} | None = None"));
    let params: Vec<_> = params.collect();
    let star = if params.is_empty() { "" } else { "*, " };
    let params = params.join(", ");
    writer.line(format!(
        "def host({star}{params}) -> AbstractContextManager[None]:"
    ));
    writer.indented(|writer| {
        docstring(
            writer,
            "Gives fakes while a block runs: `with testing.host(...):`.",
        );
        let given = imports
            .iter()
            .map(|(module, ..)| format!("\"{module}\": {module}"));
        let given: Vec<_> = given.collect();
        writer.line(format!("return __fakes.host({{{}}})", given.join(", ")));
    });
    writer.finish()
}

/// Writes `_entry.py`: the exports of the component.
pub(super) fn entry(names: &Names<'_>) -> String {
    let mut body = Writer::new("    ");
    body.line("\n_plugin = Plugin(\"plugin\")");
    for (at, interface) in names.model.interfaces.iter().enumerate() {
        if interface.direction == Direction::Export {
            exports(&mut body, names, at, interface);
        }
    }
    body.line("\n\n_plugin.seal()");
    let body = body.finish();
    let mut head = Writer::new("    ");
    docstring(
        &mut head,
        "The exports of the component, around the functions of `plugin.py`.",
    );
    head.line("");
    for (at, _) in with_module(names) {
        let item = format!("{}.", names.author_module(at));
        // Heads and docstrings are only text.
        let mut lines = body.lines().filter(|it| !it.trim().starts_with('"'));
        if lines.any(|line| mentions(line, &item)) {
            head.line(format!("from . import {}", names.author_import(at)));
        }
    }
    if body.contains("_rt.") {
        head.line("from . import _runtime as _rt");
    }
    head.line("from ._runtime.boundary import Plugin");
    head.finish() + &body
}

/// Returns whether a text has a name, which is no end of another name.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        !before.is_some_and(is_part)
    })
}

/// Writes the class of an exported interface.
fn exports(writer: &mut Writer, names: &Names<'_>, at: usize, interface: &Interface) {
    let exports = names.exports();
    writer.line(format!("\n\nclass {}:", names.bound_export(interface)));
    writer.indented(|writer| {
        docstring(writer, &format!("The export `{}`.", interface.name));
        for (index, function) in interface.functions.iter().enumerate() {
            let Some(name) = exports.get(&(at, index)) else {
                continue;
            };
            let head = head(names, at, interface, index, name);
            let bound = keyword(function.name.to_snake_case());
            let types = names.signature(function, None, None);
            writer.line(format!("\n{bound} = _plugin.export("));
            writer.indented(|writer| {
                writer.line(format!("{},", literal(&head)));
                writer.line(format!("{types},"));
            });
            writer.line(")");
        }
    });
}

/// Returns the head of a function of the author's module: `price(skus: list[str]) -> Quote`.
fn head(names: &Names<'_>, at: usize, interface: &Interface, index: usize, name: &str) -> String {
    let module = Module {
        names,
        at,
        interface,
    };
    let Some(function) = interface.functions.get(index) else {
        return function_name(name);
    };
    let (params, result) = (
        module.params(function, AUTHOR),
        module.result(function, AUTHOR),
    );
    format!("{name}({params}) -> {result}")
}
