//! Generates the SDK of a contract for each language, from the model of a world.
//!
//! An SDK has three parts. The bindings of the language's toolchain stay private. The generated part
//! above them is what an author sees: functions, types and errors with the documentation of the WIT.
//! The runtime of the language, in `runtime/`, is the same for every contract.
//!
//! The generators write text and read nothing: no file, no clock, no environment. The same model
//! gives the same files.

mod go;
mod js;
mod python;
mod reference;
mod rust;
mod unique;
mod writer;

use std::collections::BTreeMap;

use guesthouse_contract::{Model, lint};
use guesthouse_diagnostics::{Diagnostic, Language};

pub use go::exporting_packages as go_exporting_packages;
pub use reference::reference;
pub use writer::Writer;

/// What a contract's owner chooses about the SDKs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of the package in a language, where the derived one is not right: a crate, an npm
    /// package, a Python package or a Go module.
    pub packages: BTreeMap<Language, String>,
}

impl Options {
    /// Returns the name of the SDK's package: for `acme:pricing` `acme-pricing` in Rust,
    /// `@acme/pricing` in npm, `acme_pricing` in Python and `acme.example/pricing` in Go.
    #[must_use]
    pub fn package(&self, language: Language, model: &Model) -> String {
        let (namespace, name) = (&model.package.namespace, &model.package.name);
        let derived = || match language {
            Language::Rust => format!("{namespace}-{name}"),
            Language::Js => format!("@{namespace}/{name}"),
            Language::Python => format!("{namespace}_{name}").replace('-', "_"),
            Language::Go => format!("{namespace}.example/{}", go::path(name)),
        };
        self.packages
            .get(&language)
            .cloned()
            .unwrap_or_else(derived)
    }
}

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder of the SDK or of the project, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Generates the SDK of a world in a language: the files of a package that a plugin imports.
///
/// # Errors
/// If the world has a type that the language cannot express.
pub fn sdk(
    language: Language,
    model: &Model,
    options: &Options,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    require_supported(model)?;
    match language {
        Language::Rust => rust::sdk(model, options),
        Language::Js => js::sdk(model, options),
        Language::Python => python::sdk(model, options),
        Language::Go => go::sdk(model, options),
    }
}

/// Generates a plugin project for a world: a source file that implements every exported function, a
/// test that runs without WebAssembly, and the files of the language's package. The manifest is not
/// among them. The plugin's name is `name`.
///
/// # Errors
/// As [`sdk`].
pub fn project(
    language: Language,
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    require_supported(model)?;
    match language {
        Language::Rust => rust::project(model, options, name),
        Language::Js => js::project(model, options, name),
        Language::Python => python::project(model, options, name),
        Language::Go => go::project(model, options, name),
    }
}

/// Generates the project of a guest for a world of [`guesthouse_contract::echo`]: each function
/// returns what the host's function of the same name answers to its argument.
///
/// # Errors
/// As [`sdk`].
pub fn echo(
    language: Language,
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let mut files = project(language, model, options, name)?;
    let source = match language {
        Language::Rust => rust::echo(model, options),
        Language::Js => js::echo(model, options),
        Language::Python => python::echo(model, options),
        Language::Go => go::echo(model, options),
    };
    files.retain(|file| file.path != source.path && !file.path.contains("test"));
    files.push(source);
    Ok(files)
}

/// Refuses types that no SDK supports, and async functions.
fn require_supported(model: &Model) -> Result<(), Vec<Diagnostic>> {
    let found = lint::unsupported(model);
    if found.is_empty() { Ok(()) } else { Err(found) }
}
