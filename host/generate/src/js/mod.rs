//! The SDK for JavaScript and TypeScript: modules with declarations, for both engines and for tests.

mod build;
mod code;
mod codec;
mod declare;
mod echo;
mod entry;
mod fits;
mod names;
mod package;
mod project;
mod refuse;
mod testing;
mod text;
mod types;
mod zero;

use guesthouse_contract::{Model, TypeId};
use guesthouse_diagnostics::{Diagnostic, Language};
use include_dir::{Dir, include_dir};

use crate::{File, Options};
use names::Names;

static RUNTIME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/runtime/js");

/// What the generators of this language share.
struct Context<'a> {
    model: &'a Model,
    names: Names<'a>,
    package: String,
}

impl<'a> Context<'a> {
    fn new(model: &'a Model, options: &Options) -> Self {
        Self {
            model,
            names: Names::new(model),
            package: options.package(Language::Js, model),
        }
    }

    /// Returns the name of a type in the author's module.
    fn author_name(&self, id: TypeId) -> String {
        types::author_name(self.model, &self.names, id)
    }
}

pub(crate) fn sdk(model: &Model, options: &Options) -> Result<Vec<File>, Vec<Diagnostic>> {
    refuse::refuse(model)?;
    let context = Context::new(model, options);
    let mut files = package::files(&context);
    for index in 0..model.interfaces.len() {
        let module = format!("interfaces/{}", context.names.module(index));
        files.push(file(format!("{module}.js"), code::module(&context, index)));
        files.push(file(
            format!("{module}.d.ts"),
            declare::module(&context, index),
        ));
    }
    files.push(file("entry.js", entry::wrap(&context)));
    files.push(file("build.json", build::facts(&context)));
    files.push(file("testing.js", testing::CODE));
    files.push(file("testing.d.ts", testing::declarations(&context)));
    runtime(&RUNTIME, &mut files);
    Ok(files)
}

pub(crate) fn project(
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    refuse::refuse(model)?;
    Ok(project::files(&Context::new(model, options), name))
}

/// Generates the source of a plugin that returns what it gets.
pub(crate) fn echo(model: &Model, options: &Options) -> File {
    file("src/plugin.ts", echo::source(&Context::new(model, options)))
}

fn runtime(folder: &Dir<'_>, files: &mut Vec<File>) {
    for found in folder.files() {
        let text = found.contents_utf8().unwrap_or_default();
        files.push(file(found.path().display().to_string(), text));
    }
    for inner in folder.dirs() {
        runtime(inner, files);
    }
}

fn file(path: impl Into<String>, text: impl Into<String>) -> File {
    File {
        path: path.into(),
        text: text.into(),
    }
}
