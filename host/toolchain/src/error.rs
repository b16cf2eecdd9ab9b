//! Errors of a build.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use guesthouse_inspect::Diagnostic;

use crate::first_place::first_place;

/// The reason why a folder did not become a plugin. Its text is written for the author.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The author's files are at fault. Every finding says where, and how to fix it.
    Findings(Vec<Diagnostic>),

    /// The language's compiler refused the source.
    Compile {
        /// The compiler.
        tool: &'static str,
        /// Its output, the author's first error first.
        output: String,
    },

    /// A tool that must be on the machine is missing or too old.
    MissingTool(MissingTool),

    /// A tool of the pinned toolchain failed unexpectedly.
    Tool {
        /// The step that failed, for example `embedding the manifest`.
        doing: String,
        /// The error or the exit status.
        why: String,
        /// The tool's output.
        output: String,
    },

    /// A file could not be read or written.
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

    /// Makes an error from the failure of a step that runs inside this process.
    pub(crate) fn step(doing: impl Into<String>, why: &dyn fmt::Display) -> Self {
        Self::Tool {
            doing: doing.into(),
            why: format!("{why:#}"),
            output: String::new(),
        }
    }

    /// Returns what is wrong and what to do about it.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let found = match self {
            Self::Findings(found) => return found.clone(),
            Self::Compile { tool, output } => {
                let mut found =
                    Diagnostic::error("compile", format!("{tool} cannot compile the plugin"));
                found.place = first_place(output);
                found
                    .detail(output)
                    .hint("correct the errors above and build again")
            }
            Self::MissingTool(MissingTool { needed, found, fix }) => {
                Diagnostic::error("missing-tool", format!("{needed} is needed, {found}")).hint(fix)
            }
            Self::Tool { doing, why, output } => {
                let found = Diagnostic::error("tool", format!("{doing} failed: {why}"));
                found.detail(output).hint(
                    "check your tools with `guesthouse doctor`; if it reports no problem, report this bug of guesthouse",
                )
            }
            Self::File {
                doing,
                path,
                source,
            } => {
                let message = format!("cannot {doing} `{}`: {source}", path.display());
                let hint = "check the path, its permissions and the free space on the disk";
                Diagnostic::error("file", message).hint(hint)
            }
        };
        vec![found]
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.diagnostics().iter().map(ToString::to_string).collect();
        f.write_str(&all.join("\n\n"))
    }
}
