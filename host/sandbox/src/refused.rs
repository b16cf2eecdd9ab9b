use guesthouse_diagnostics::Diagnostic;

/// Why a component was not loaded: every reason that was found. All text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// At least one diagnostic. Its code is one of
    /// [`RefusalCode`](guesthouse_diagnostics::RefusalCode).
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic].into()
    }
}

impl From<Vec<Diagnostic>> for Refused {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: Vec<_> = self.diagnostics.iter().map(Diagnostic::to_string).collect();
        f.write_str(&all.join("\n"))
    }
}

impl std::error::Error for Refused {}
