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
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
