//! The messages of esbuild, the engines and TypeScript as diagnostics.

use guesthouse_inspect::{Diagnostic, Place};
use serde::Deserialize;

/// A message of the build script.
#[derive(Deserialize)]
pub(super) struct Message {
    code: Option<String>,
    text: String,
    location: Option<Location>,
    hint: Option<String>,
    detail: Option<String>,
}

/// A place in the author's code.
#[derive(Deserialize)]
pub(super) struct Location {
    file: String,
    line: usize,
    /// Counted from 0.
    column: usize,
}

impl Location {
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            position: Some((self.line, self.column + 1)),
        }
    }
}

impl Message {
    pub(super) fn error(&self) -> Diagnostic {
        let code = self.code.clone().unwrap_or_else(|| "javascript".to_owned());
        self.complete(Diagnostic::error(code, self.text.trim()))
    }

    pub(super) fn warning(&self) -> Diagnostic {
        self.complete(Diagnostic::warning("javascript", self.text.trim()))
    }

    fn complete(&self, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.maybe_hint(self.hint.as_ref());
        let diagnostic = match self.detail.as_deref() {
            Some(detail) if !detail.is_empty() => diagnostic.detail(detail),
            _ => diagnostic,
        };
        match &self.location {
            Some(location) => diagnostic.at(location.place()),
            None => diagnostic,
        }
    }
}
