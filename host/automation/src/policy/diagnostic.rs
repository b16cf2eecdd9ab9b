//! What is wrong with a policy: all of it at once, each with its place and what to do.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable word, for example `unknown-key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file, as it was named.
    pub file: String,
    /// Line and column in it, from 1; absent when the whole file is meant.
    pub place: Option<(usize, usize)>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: {}\n--> {}",
            self.code, self.message, self.file
        )?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

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
        let (file, message) = (file.to_owned(), message.into());
        Self {
            diagnostics: vec![Diagnostic {
                code,
                message,
                file,
                place: None,
                hint,
            }],
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
        let hint = match nearest(found, known) {
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
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        let file = self.file.to_owned();
        let diagnostic = Diagnostic {
            code,
            message,
            file,
            place: Some((line, column)),
            hint,
        };
        self.found.push((at.start, diagnostic));
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

/// Returns the name that `found` is most likely a slip of.
pub(crate) fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = found.chars().count();
    // With as many edits as letters, everything is near everything.
    let allowed = (1 + length / 4).min(length.saturating_sub(1));
    let distance = |name: &&&str| edits(found, name);
    known
        .iter()
        .min_by_key(distance)
        .filter(|name| edits(found, name) <= allowed)
        .copied()
}

/// Counts the edits from one name to another; two neighbours swapped are one edit.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&row, j) + usize::from(x != y))
                .min(at(&row, j + 1) + 1)
                .min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn slips() {
        assert_eq!(edits("sotre", "store"), 1);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(nearest("sotres", &["source", "stores"]), Some("stores"));
        assert_eq!(nearest("zzz", &["source", "stores"]), None);
    }
}
