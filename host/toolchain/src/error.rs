//! Errors of a build.

use std::io;
use std::path::{Path, PathBuf};

use guesthouse_inspect::Diagnostic;

/// The reason why a folder did not become a plugin. Its text is written for the author.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The author's files are at fault. Every finding says where, and how to fix it.
    #[error("{}", list(.0))]
    Findings(Vec<Diagnostic>),

    /// The language's compiler refused the source.
    #[error("error[compile]: {tool} refused the source\n\n{output}")]
    Compile {
        /// The compiler.
        tool: &'static str,
        /// Its output, the author's first error first.
        output: String,
    },

    /// A tool that must be on the machine is missing or too old.
    #[error("error[missing-tool]: {0}")]
    MissingTool(MissingTool),

    /// A tool of the pinned toolchain failed unexpectedly.
    #[error("error[tool]: {doing} failed: {why}{}", if output.is_empty() { String::new() } else { format!("\n\n{output}") })]
    Tool {
        /// The step that failed, for example `embedding the manifest`.
        doing: String,
        /// The error or the exit status.
        why: String,
        /// The tool's output.
        output: String,
    },

    /// A file could not be read or written.
    #[error("error[file]: cannot {doing} {}: {source}", path.display())]
    File {
        /// The operation, for example `read`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
}

/// A missing tool, and how to get it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{needed} is needed, {found}\nhint: {fix}")]
pub struct MissingTool {
    /// The tool, with the oldest version that works.
    pub needed: String,
    /// What was found instead, for example `but it is not on the PATH`.
    pub found: String,
    /// The command or page that gets the tool.
    pub fix: String,
}

impl Error {
    /// Makes an error from one finding.
    #[must_use]
    pub fn finding(diagnostic: Diagnostic) -> Self {
        Self::Findings(vec![diagnostic])
    }

    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the author can fix it: a wrong manifest or source, or a missing tool.
    #[must_use]
    pub fn is_authors(&self) -> bool {
        matches!(
            self,
            Self::Findings(_) | Self::Compile { .. } | Self::MissingTool(_)
        )
    }
}

fn list(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n\n")
}
