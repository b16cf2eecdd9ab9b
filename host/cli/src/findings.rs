//! Errors of the other crates as errors of this command.

use guesthouse::LoadError;
use guesthouse_diagnostics::{Diagnostic, Place, chain};
use guesthouse_toolchain::Error as BuildError;

use crate::error::{Error, Kind};

impl From<guesthouse::PolicyError> for Error {
    fn from(error: guesthouse::PolicyError) -> Self {
        Self::new(Kind::Usage, error.diagnostics)
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Refused(refused) => Self::new(Kind::Failed, refused.diagnostics),
            LoadError::Name(_) => Self::usage(
                Diagnostic::error("invalid-name", error)
                    .hint("give a valid name with --plugin, or rename the file"),
            ),
            LoadError::Connection { .. } => Self::usage(
                Diagnostic::error("connection", chain(&error))
                    .hint("provide the missing value, or change the connection in the policy"),
            ),
            LoadError::Policy(error) => error.into(),
            LoadError::Unreadable { path, error } => Self::file("read", &path, &error),
            other => Self::failed(
                Diagnostic::error("load", other)
                    .hint("check the plugin with `guesthouse check FILE`"),
            ),
        }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        let kind = match &error {
            BuildError::Compile { .. } => Kind::Failed,
            BuildError::Findings(found) if !in_manifest(found) => Kind::Failed,
            BuildError::File {
                doing,
                path,
                source,
            } => return Self::file(doing, path, source),
            _ => Kind::Usage,
        };
        Self::new(kind, error.diagnostics())
    }
}

/// Whether a finding is about the manifest, not about the source.
fn in_manifest(found: &[Diagnostic]) -> bool {
    let place = |at: &Place| {
        ["plugin.toml", "domain.toml"]
            .iter()
            .any(|it| at.file.ends_with(it))
    };
    found
        .iter()
        .any(|found| found.place.as_ref().is_none_or(place))
}
