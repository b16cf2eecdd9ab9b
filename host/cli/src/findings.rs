//! Findings of the other crates as diagnostics of this command.

use guesthouse::LoadError;
use guesthouse_inspect::Severity as Weight;
use guesthouse_toolchain::Error as BuildError;

use crate::error::{Diagnostic, Error, Kind, Severity};

impl From<&guesthouse_inspect::Diagnostic> for Diagnostic {
    fn from(found: &guesthouse_inspect::Diagnostic) -> Self {
        let severity = match found.severity {
            Weight::Note => Severity::Note,
            Weight::Warning => Severity::Warning,
            Weight::Error => Severity::Error,
        };
        let place = found
            .at
            .as_ref()
            .map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
        Self {
            severity,
            place,
            hints: found.hint.iter().cloned().collect(),
            ..Self::error(found.code, &found.message)
        }
    }
}

impl From<&guesthouse::Diagnostic> for Diagnostic {
    fn from(found: &guesthouse::Diagnostic) -> Self {
        let place = match found.place {
            Some((line, column)) => format!("{}:{line}:{column}", found.file),
            None => found.file.clone(),
        };
        Self {
            place: Some(place),
            hints: found.hint.iter().cloned().collect(),
            ..Self::error(found.code, &found.message)
        }
    }
}

impl From<guesthouse::PolicyError> for Error {
    fn from(error: guesthouse::PolicyError) -> Self {
        Self::new(
            Kind::Usage,
            error.diagnostics.iter().map(Diagnostic::from).collect(),
        )
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Refused(refused) => {
                let found = refused.diagnostics.into_iter().map(|found| Diagnostic {
                    hints: found.hint.into_iter().collect(),
                    ..Diagnostic::error(found.code.code(), found.message)
                });
                Self::new(Kind::Failed, found.collect())
            }
            LoadError::Name(_) => Self::usage(
                Diagnostic::error("invalid-name", error)
                    .hint("set a name with --plugin, or rename the file"),
            ),
            LoadError::Connection { .. } => Self::usage(
                Diagnostic::error("connection", error)
                    .hint("provide what the policy names, or change the policy"),
            ),
            LoadError::Unreadable { path, error } => Self::file("read", &path, &error),
            other => Self::failed(Diagnostic::error("load", other)),
        }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        let kind = match &error {
            BuildError::Compile { .. } => Kind::Failed,
            BuildError::Findings(found) if !in_manifest(found) => Kind::Failed,
            _ => Kind::Usage,
        };
        let diagnostic = match error {
            BuildError::Findings(found) => {
                return Self::new(kind, found.iter().map(Diagnostic::from).collect());
            }
            BuildError::Compile { tool, output } => {
                Diagnostic::error("compile", format_args!("{tool} refused the source"))
                    .detail(output)
            }
            BuildError::MissingTool(missing) => Diagnostic::error(
                "missing-tool",
                format_args!("{} is needed, {}", missing.needed, missing.found),
            )
            .hint(missing.fix),
            BuildError::Tool { doing, why, output } => {
                Diagnostic::error("tool", format_args!("{doing} failed: {why}"))
                    .detail(output)
                    .hint("run `guesthouse doctor`")
            }
            BuildError::File {
                doing,
                path,
                source,
            } => return Self::file(doing, &path, &source),
            other => Diagnostic::error("build", other),
        };
        Self::new(kind, vec![diagnostic])
    }
}

/// Whether a finding is about the manifest, not about the source.
fn in_manifest(found: &[guesthouse_inspect::Diagnostic]) -> bool {
    let place = |at: &guesthouse_inspect::Place| at.file.ends_with("plugin.toml");
    found
        .iter()
        .any(|found| found.at.as_ref().is_none_or(place))
}
