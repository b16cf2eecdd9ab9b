//! The trait for a language. One file of this crate implements it for each language.

use std::path::{Path, PathBuf};

use guesthouse_inspect::{Diagnostic, Language};
use serde::Deserialize;

use crate::doctor::Finding;
use crate::packages::Packages;
use crate::{
    DomainBuild, Engine, Error, Progress, Project, Template, WorldBuild, embedded, go, js, pins,
    preview1, python, rust,
};

/// The tools of a language, and how they turn a source folder into a component.
///
/// `docs/guide/adding-an-sdk.md` lists what a new language needs in addition to an
/// implementation.
pub trait Toolchain: Sync {
    /// The embedded folder that a build copies to [`Toolchain::sdk_dir`].
    fn sdk(&self) -> &'static str;

    /// The folder for the SDK of the project in the folder `project`. Its last part is `sdk`, and
    /// everything beside it belongs to Guesthouse.
    fn sdk_dir(&self, project: &Path) -> PathBuf {
        project.join(".guesthouse/sdk")
    }

    /// Fills in what the files of a template say about the place `dir` of the new project.
    fn fill(&self, _dir: &Path, text: String) -> String {
        text
    }

    /// Returns warnings about what will not work in the plugin: settings and files that have no part in
    /// it, and dependencies made for another environment.
    ///
    /// # Errors
    /// Returns an error if a tool that knows them cannot be started.
    fn warnings(&self, _project: &Project, _compiled: &Compiled) -> Result<Vec<Diagnostic>, Error> {
        Ok(Vec::new())
    }

    /// The projects that `guesthouse new` can create.
    fn templates(&self) -> &'static [Template];

    /// The engines that a project can choose. Empty for a language that is compiled.
    fn engines(&self) -> &'static [Engine] {
        &[]
    }

    /// Returns the words that cannot be the name of a plugin, because the language reserves them. Spaces
    /// separate them.
    fn reserved(&self) -> &'static str {
        ""
    }

    /// Returns the names of the files that the tools of the language read: exact names, which they
    /// also look for in the folders above, and ends of names after `*`.
    fn reads(&self) -> &'static [&'static str];

    /// Looks for each tool that must be on the machine.
    fn tools(&self, language: Language) -> Vec<Finding>;

    /// The pinned compilers. A build installs those that it needs, once.
    fn packages(&self) -> &'static [Packages] {
        &[]
    }

    /// Files of this crate that take part in a build, by name.
    fn sources(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Compiles a plugin. The contract and the SDK are in the project's `.guesthouse/` already.
    ///
    /// # Errors
    /// Returns an error if a tool is missing or refuses the source.
    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error>;

    /// Compiles a guest of any WIT world, with bindings of its own.
    ///
    /// # Errors
    /// Returns an error if a tool is missing or refuses the source.
    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error>;

    /// Compiles a plugin of a domain: a source folder on a generated SDK.
    ///
    /// # Errors
    /// Returns an error if a tool is missing or refuses the source.
    fn compile_domain(
        &self,
        build: &DomainBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error>;

    /// Returns a digest of what this crate puts into a build: the SDK, the pinned versions, and the
    /// files of [`Toolchain::sources`]. While it stays the same, a component that was built before
    /// needs no new build.
    fn fingerprint(&self) -> String {
        let sdk = embedded::under(self.sdk());
        let pins = [("pins", pins::TEXT.as_bytes())];
        let packages = self.packages().iter().flat_map(Packages::pins);
        let sources = self
            .sources()
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()));
        embedded::digest(sdk.chain(pins).chain(packages).chain(sources))
    }
}

/// Returns the toolchain of a language.
#[must_use]
pub fn toolchain(language: Language) -> &'static dyn Toolchain {
    match language {
        Language::Rust => &rust::Cargo,
        Language::Js => &js::JavaScript,
        Language::Python => &python::Python,
        Language::Go => &go::Go,
    }
}

/// Returns a digest of what this crate puts into the builds of all languages, and of the adapter for
/// WASI preview 1.
#[must_use]
pub fn fingerprint() -> String {
    let fingerprints = Language::ALL.map(|language| toolchain(language).fingerprint());
    let adapter = ("adapter", preview1::CODE.as_bytes());
    let languages = fingerprints.iter().map(|it| (it.as_str(), b"".as_slice()));
    embedded::digest(languages.chain([adapter]))
}

/// A component without its manifest, as the tools of a language made it.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The component.
    pub bytes: Vec<u8>,
    /// The compiler and its version.
    pub toolchain: String,
    /// The compiler's warnings, as it printed them.
    pub warnings: String,
    /// What the component contains, as far as the tools of the language know it.
    pub parts: Vec<Part>,
}

/// A package or a file that a component contains.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// The name of the package, or the path of the file.
    pub name: String,
    /// Its length in the component, in bytes.
    pub bytes: u64,
}
