//! The messages of esbuild and TypeScript as diagnostics.

use guesthouse_inspect::{Diagnostic, Place};
use serde::Deserialize;

/// A message of esbuild.
#[derive(Deserialize)]
pub(super) struct Message {
    text: String,
    location: Option<Location>,
}

#[derive(Deserialize)]
struct Location {
    file: String,
    line: usize,
    /// Counted from 0.
    column: usize,
}

impl Message {
    pub(super) fn error(&self) -> Diagnostic {
        self.complete(Diagnostic::error("javascript", self.text.trim()))
    }

    pub(super) fn warning(&self) -> Diagnostic {
        self.complete(Diagnostic::warning("javascript", self.text.trim()))
    }

    fn complete(&self, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.maybe_hint(self.hint());
        match &self.location {
            Some(Location { file, line, column }) => diagnostic.at(Place {
                file: file.clone(),
                position: Some((*line, column + 1)),
            }),
            None => diagnostic,
        }
    }

    fn hint(&self) -> Option<String> {
        let quoted = self.text.strip_prefix("Could not resolve \"")?;
        let missing = quoted.split('"').next()?;
        let builtin =
            missing.starts_with("node:") || ["fs", "path", "http", "crypto"].contains(&missing);
        builtin.then(|| "a plugin runs without Node.js: use @guesthouse/sdk instead".to_owned())
    }
}

/// Reads `src/plugin.ts(12,9): error TS2322: Type ...`.
pub(super) fn type_error(line: &str) -> Option<Diagnostic> {
    let (place, text) = line.split_once("): error ")?;
    let (file, position) = place.rsplit_once('(')?;
    let (line, column) = position.split_once(',')?;
    let place = Place {
        file: file.to_owned(),
        position: Some((line.parse().ok()?, column.parse().ok()?)),
    };
    let found = Diagnostic::error("typescript", text).at(place);
    Some(if text.starts_with("TS2307: ") {
        found.hint("install the package in this folder with `npm install NAME`")
    } else {
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_typescript_become_diagnostics() {
        let line =
            "src/plugin.ts(12,9): error TS2322: Type 'string' is not assignable to type 'number'.";
        let shown = type_error(line).unwrap().to_string();
        assert_eq!(
            shown,
            "error[typescript]: TS2322: Type 'string' is not assignable to type 'number'.\n  --> src/plugin.ts:12:9"
        );
        let line = "src/plugin.ts(1,21): error TS2307: Cannot find module 'left-pad'.";
        let shown = type_error(line).unwrap().to_string();
        assert!(shown.ends_with("`npm install NAME`"), "{shown}");
        assert_eq!(type_error("  and more about it"), None);
    }
}
