//! What is wrong with a policy: all of it at once, each with its place and what to do.

use guesthouse_diagnostics::{Diagnostic, Place, nearest};
use std::fmt;
use std::ops::Range;

/// What is wrong with a policy, at least one thing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl PolicyError {
    /// Returns an error about the file as a whole.
    pub(crate) fn whole(
        code: &'static str,
        file: &str,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        let found = Diagnostic::error(code, message.into()).at(file);
        Self {
            diagnostics: vec![found.maybe_hint(hint)],
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

/// Collects what is wrong while a file is read.
pub(super) struct Reporter<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) found: Vec<(usize, Diagnostic)>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            found: Vec::new(),
        }
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        message: impl Into<String>,
    ) {
        self.report(code, at, message.into(), None);
    }

    pub(super) fn hinted(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.report(code, at, message.into(), Some(hint.into()));
    }

    /// Reports `found`, which is not one of `known`, with the nearest of them as a hint.
    pub(super) fn unknown(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        message: impl Into<String>,
        found: &str,
        known: &[&str],
    ) {
        let hint = match nearest(found, known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.is_empty() => "there is none to choose from".to_owned(),
            None => format!("known are {}", list(known)),
        };
        self.report(code, at, message.into(), Some(hint));
    }

    fn report(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        let place = Place::at_offset(self.file, self.text, at.start);
        let found = Diagnostic::error(code, message).at(place);
        self.found.push((at.start, found.maybe_hint(hint)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_error(mut self) -> PolicyError {
        self.found.sort_by_key(|(at, _)| *at);
        PolicyError {
            diagnostics: self
                .found
                .into_iter()
                .map(|(_, diagnostic)| diagnostic)
                .collect(),
        }
    }
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
