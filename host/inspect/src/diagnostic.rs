//! What is wrong, where, and what to do about it: the one shape in which the tools speak of it.

use std::fmt;

use serde::Serialize;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works, but not as well as it could.
    Warning,
    /// It does not work.
    Error,
}

/// A place in a file. Line and column count from one, the column in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as it should be shown.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// Finds line and column of a byte offset in `text`.
    #[must_use]
    pub fn at_offset(file: &str, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        let line = before.matches('\n').count() + 1;
        Self {
            file: file.to_owned(),
            line,
            column,
        }
    }
}

/// One finding.
///
/// Shown as `error[code]: message`, then the place and a hint, each on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable word that names the kind of finding; scripts may rely on it.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// Where it was found, if it has a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Makes an error.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// Makes a warning.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self {
            severity,
            code,
            message,
            at: None,
            hint: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if let Some(Place { file, line, column }) = &self.at {
            write!(f, "\n  --> {file}:{line}:{column}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// Returns the candidate that `word` was probably meant to be.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Counts the edits between two words; two letters that changed places are one edit.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let cell = |row: &Vec<usize>, at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let above = rows.get(i).map_or(usize::MAX, |above| cell(above, j + 1));
            let diagonal = rows.get(i).map_or(usize::MAX, |above| cell(above, j));
            let mut best = (above + 1)
                .min(cell(&row, j) + 1)
                .min(diagonal + usize::from(from != to));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            if swapped && let Some(two_above) = rows.get(i - 1) {
                best = best.min(cell(two_above, j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_place_and_hint_on_their_own_lines() {
        let place = Place::at_offset("plugin.toml", "name = \"ä\"\nwrold = 1\n", 12);
        let shown = Diagnostic::error("unknown-key", "`wrold` is not a key")
            .at(place)
            .hint("did you mean `world`?")
            .to_string();
        assert_eq!(
            shown,
            "error[unknown-key]: `wrold` is not a key\n  --> plugin.toml:2:1\nhint: did you mean `world`?"
        );
    }

    #[test]
    fn nearest_forgives_a_typo_and_nothing_more() {
        assert_eq!(nearest("wrold", ["name", "world"]), Some("world"));
        assert_eq!(nearest("sotre", ["store", "config"]), Some("store"));
        assert_eq!(nearest("banana", ["store", "config"]), None);
    }
}
