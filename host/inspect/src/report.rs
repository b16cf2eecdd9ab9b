//! What is known about a file after looking at it.

use serde::Serialize;

use crate::{Diagnostic, Manifest, Severity, World};

/// What a file is and whether it is a plugin.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What the file is.
    pub kind: Kind,
    /// Its length in bytes.
    pub size: usize,
    /// The smallest world it fits, or none if it is no plugin.
    pub fits: Option<World>,
    /// What is inside, if it is a component.
    pub component: Option<Component>,
    /// Everything that was found, errors first.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether the host would take it: nothing in it is an error.
    #[must_use]
    pub fn is_plugin(&self) -> bool {
        self.fits.is_some() && self.errors().next().is_none()
    }

    /// The diagnostics that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
    }
}

/// What a file is, as its bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// WebAssembly's text format.
    Text,
    /// A web page, usually an error page that was saved under a wrong name.
    Html,
    /// A pointer that Git LFS left in place of the file.
    GitLfsPointer,
    /// Compressed with gzip, zstd or xz.
    Compressed,
    /// A zip archive.
    Zip,
    /// A program or object file for an operating system, or an artefact precompiled by an engine.
    Native,
    /// A WebAssembly module that is not a component.
    Module,
    /// A WebAssembly component.
    Component,
    /// Starts like WebAssembly, but of a version nobody knows.
    UnknownWasm,
    /// None of these.
    Unknown,
}

/// What is inside a component. Claims of its sections are hints for people, never proof.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Component {
    /// What it imports.
    pub imports: Vec<Import>,
    /// What it exports, by name.
    pub exports: Vec<String>,
    /// The toolchain it probably comes from.
    pub toolchain: Option<String>,
    /// How many core modules it contains.
    pub modules: usize,
    /// How many components it contains, itself not counted.
    pub components: usize,
    /// The least memory its modules start with together, in bytes.
    pub memory: u64,
    /// Bytes of debug information.
    pub debug_info: usize,
    /// The manifest embedded by `guesthouse build`.
    pub manifest: Option<Manifest>,
}

/// An import, with its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import {
    /// The name, with package and version if it has them.
    pub name: String,
    /// Who answers it.
    pub verdict: Verdict,
}

/// Who answers an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The contract has it.
    Contract,
    /// The virtual WASI answers it; the language's runtime wants it and it reaches nothing.
    Noise,
    /// Nobody: the component is refused.
    Refused,
}
