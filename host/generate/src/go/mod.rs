//! Go: a module with a package for each interface.
//!
//! A package has its types and functions in `api.go`, what a test needs in `fake.go`, and the calls
//! of the component in `component_wasip1.go`. The generated code speaks the canonical ABI itself, so
//! no other bindings are needed.

mod abi;
mod body;
mod component;
mod convert;
mod docs;
mod echo;
mod export;
mod flat;
mod import;
mod layout;
mod memory;
mod plan;
mod project;
mod scalar;
mod scope;
mod surface;
mod tuples;
mod types;
mod zero;

use guesthouse_contract::{Direction, Model};
use guesthouse_diagnostics::Diagnostic;
use include_dir::{Dir, include_dir};

use self::plan::Plan;
use crate::{File, Options};

pub(crate) use project::project;

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runtime/go");

pub(crate) fn sdk(model: &Model, options: &Options) -> Result<Vec<File>, Vec<Diagnostic>> {
    let plan = Plan::new(model, options);
    let mut files = vec![File {
        path: "go.mod".to_owned(),
        text: format!("module {}\n\ngo 1.26\n", plan.module),
    }];
    for package in 0..plan.packages.len() {
        files.push(surface::api(&plan, package));
        files.extend(surface::fake(&plan, package));
        files.push(component::component(&plan, package));
    }
    files.extend(runtime("guest", "internal/guest"));
    files.extend(runtime("wit", "wit"));
    files.extend(tuples::tuples(model));
    Ok(files)
}

/// Generates the source of a plugin that returns what it gets.
pub(crate) fn echo(model: &Model, options: &Options) -> File {
    echo::source(&Plan::new(model, options))
}

/// The packages in which a plugin must call `Export`.
#[must_use]
pub fn exporting_packages(model: &Model, options: &Options) -> Vec<String> {
    let plan = Plan::new(model, options);
    let packages = plan.packages.iter().enumerate();
    packages
        .filter(|(index, _)| !plan.functions_of(*index, Direction::Export).is_empty())
        .map(|(_, package)| package.name.clone())
        .collect()
}

/// The last part of a module's path, which must mean nothing to Go: `internal` and `vendor` do, and
/// `v2` is the version of a module.
pub(crate) fn path(package: &str) -> String {
    let version = package.strip_prefix('v');
    let is_version = version.is_some_and(|it| it.parse::<u64>().is_ok());
    if is_version || ["internal", "vendor"].contains(&package) {
        return format!("{package}-sdk");
    }
    package.to_owned()
}

/// The files of a hand-written package.
fn runtime(folder: &str, to: &str) -> impl Iterator<Item = File> {
    let files = RUNTIME.get_dir(folder).into_iter().flat_map(Dir::files);
    files.filter_map(move |file| {
        let name = file.path().file_name()?.to_str()?;
        Some(File {
            path: format!("{to}/{name}"),
            text: file.contents_utf8()?.to_owned(),
        })
    })
}
