use guesthouse_diagnostics::Diagnostic;
use std::fmt;

/// The mistakes in a policy, at least one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for PolicyError {
    fn from(found: Diagnostic) -> Self {
        let diagnostics = vec![found];
        Self { diagnostics }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.diagnostics.iter().map(ToString::to_string).collect();
        f.write_str(&all.join("\n\n"))
    }
}
