//! Why a folder did not become a plugin.

use std::io;
use std::path::{Path, PathBuf};

use guesthouse_inspect::Diagnostic;

/// Why a folder did not become a plugin. Shown to the author as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The author's files are at fault; every finding says where and what to do.
    #[error("{}", list(.0))]
    Findings(Vec<Diagnostic>),

    /// The language's own compiler said no. Its words follow, the author's first error first.
    #[error("error[compile]: {tool} refused the source\n\n{output}")]
    Compile {
        /// The compiler.
        tool: &'static str,
        /// What it said.
        output: String,
    },

    /// A tool that must be on the machine is missing or too old.
    #[error("error[missing-tool]: {0}")]
    MissingTool(MissingTool),

    /// A tool of the pinned toolchain failed where it should not.
    #[error("error[tool]: {doing} failed: {why}{}", if output.is_empty() { String::new() } else { format!("\n\n{output}") })]
    Tool {
        /// What was being done.
        doing: String,
        /// How it ended.
        why: String,
        /// What the tool said.
        output: String,
    },

    /// A file could not be read or written.
    #[error("error[file]: cannot {doing} {}: {source}", path.display())]
    File {
        /// What was being done, for example `read`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
}

/// A tool that is not there, and how to get it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{needed} is needed, {found}\nhint: {fix}")]
pub struct MissingTool {
    /// What is needed.
    pub needed: String,
    /// What was found instead.
    pub found: String,
    /// The command or page that gets it.
    pub fix: String,
}

impl Error {
    /// Makes an error of one finding.
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

    /// Whether the author can do something about it: a wrong manifest or source, or a missing tool.
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
