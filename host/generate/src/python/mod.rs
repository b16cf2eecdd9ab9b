//! Python: a package over the bindings of componentize-py.
//!
//! Inside a component the classes of values are those of the bindings, so they cost nothing.
//! Elsewhere, they are dataclasses of the same form. Errors and resources are classes of the SDK.

mod classes;
mod docs;
mod echo;
mod functions;
mod layout;
mod module;
mod names;
mod package;
mod project;
mod refuse;
mod signature;
mod types;
mod zero;

use guesthouse_contract::Model;
use guesthouse_diagnostics::{Diagnostic, Language};
use include_dir::{Dir, include_dir};

use crate::{File, Options};
use names::Names;
pub(crate) use project::project;

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runtime/python");

/// Generates the source of a plugin that returns what it gets.
pub(crate) fn echo(model: &Model, options: &Options) -> File {
    let package = options.package(Language::Python, model);
    File {
        path: "plugin.py".to_owned(),
        text: echo::source(&Names::new(model), &package),
    }
}

/// Generates the package of the SDK.
pub(crate) fn sdk(model: &Model, options: &Options) -> Result<Vec<File>, Vec<Diagnostic>> {
    refuse::unsupported(model)?;
    let names = Names::new(model);
    let package = options.package(Language::Python, model);
    let head = format!(
        "# Generated from the contract `{}`. Changes are lost.",
        contract(model)
    );
    let file = |path: &str, text: String| File {
        path: format!("{package}/{path}"),
        text: if text.is_empty() {
            text
        } else {
            format!("{head}\n{text}")
        },
    };
    let mut files = vec![
        file("__init__.py", package::init(&names)),
        file("_entry.py", package::entry(&names)),
        file("py.typed", String::new()),
        file("testing.py", package::testing(&names)),
    ];
    for (at, interface) in package::with_module(&names) {
        let text = module::module(&names, at, interface);
        files.push(file(&format!("{}.py", names.module(at)), text));
    }
    for entry in runtime() {
        let name = entry.path().display();
        let text = entry.contents_utf8().unwrap_or_default().to_owned();
        let path = format!("{package}/_runtime/{name}");
        files.push(File { path, text });
    }
    Ok(files)
}

/// Returns the modules of the runtime. Python may have left caches beside them.
fn runtime() -> impl Iterator<Item = &'static include_dir::File<'static>> {
    let folders = std::iter::once(&RUNTIME).chain(RUNTIME.dirs());
    let files = folders.flat_map(Dir::files);
    files.filter(|it| it.path().extension().is_some_and(|it| it == "py"))
}

/// Returns the name of the package of a contract: `acme:pricing@1.0.0`.
fn contract(model: &Model) -> String {
    let package = &model.package;
    let version = package.version.iter().map(|it| format!("@{it}"));
    format!(
        "{}:{}{}",
        package.namespace,
        package.name,
        version.collect::<String>()
    )
}
