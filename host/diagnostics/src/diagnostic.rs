use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Place;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// For information only.
    Note,
    /// It works, but it could work better.
    Warning,
    /// It does not work.
    Error,
}

impl Severity {
    /// Returns the word that stands before the code: `note`, `warning` or `error`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where in the bytes of a component a problem was found, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The byte, counted from the start of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The import, by its full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
}

impl Evidence {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One problem: what is wrong, where, and what to do about it.
///
/// [`Display`](fmt::Display) writes `error[code]: message`, then the place, the details and the
/// hints, each on a line of its own. Text that an untrusted author influenced must go through
/// [`clean`](crate::clean) before it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// A stable code that scripts can rely on.
    pub code: Cow<'static, str>,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// Where in the bytes of a component it is.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
    /// Lines that belong to the message, such as a stack trace or the output of a compiler.
    pub details: Vec<String>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Makes an error.
    #[must_use]
    pub fn error(code: impl Into<Cow<'static, str>>, message: impl fmt::Display) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Makes a warning.
    #[must_use]
    pub fn warning(code: impl Into<Cow<'static, str>>, message: impl fmt::Display) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Makes a diagnostic with nothing but a message.
    #[must_use]
    pub fn new(
        severity: Severity,
        code: impl Into<Cow<'static, str>>,
        message: impl fmt::Display,
    ) -> Self {
        Self {
            severity,
            code: code.into(),
            message: message.to_string(),
            place: None,
            evidence: Evidence::default(),
            details: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<impl fmt::Display>) -> Self {
        self.hints.extend(hint.map(|hint| hint.to_string()));
        self
    }

    /// Adds every line of a text to the details.
    #[must_use]
    pub fn detail(mut self, text: impl fmt::Display) -> Self {
        let lines = text.to_string();
        self.details.extend(lines.lines().map(str::to_owned));
        self
    }

    /// Sets the byte at which the problem was found.
    #[must_use]
    pub fn offset(mut self, offset: u64) -> Self {
        self.evidence.offset = Some(offset);
        self
    }

    /// Sets the import that the problem is about.
    #[must_use]
    pub fn import(mut self, import: impl Into<String>) -> Self {
        self.evidence.import = Some(import.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}",
            self.severity.word(),
            self.code,
            self.message
        )?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        for line in &self.details {
            write!(f, "\n  | {line}")?;
        }
        for hint in &self.hints {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Diagnostic {
        let place = Place::at_offset("plugin.toml", "name = \"ä\"\nwrold = 1\n", 12);
        Diagnostic::error("unknown-key", "`wrold` is not a valid key")
            .at(place)
            .detail("one\ntwo")
            .hint("did you mean `world`?")
    }

    #[test]
    fn place_details_and_hints_have_lines_of_their_own() {
        assert_eq!(
            sample().to_string(),
            "error[unknown-key]: `wrold` is not a valid key\n  --> plugin.toml:2:1\n  | one\n  | two\n\
             hint: did you mean `world`?"
        );
    }

    #[test]
    fn json_has_every_field_and_evidence_where_it_is_known() {
        let json = serde_json::to_value(sample()).unwrap();
        let expected = serde_json::json!({
            "severity": "error",
            "code": "unknown-key",
            "message": "`wrold` is not a valid key",
            "place": "plugin.toml:2:1",
            "details": ["one", "two"],
            "hints": ["did you mean `world`?"],
        });
        assert_eq!(json, expected);
        let found = Diagnostic::error("malformed", "no").offset(7);
        let text = serde_json::to_string(&found).unwrap();
        assert!(text.contains(r#""evidence":{"offset":7}"#), "{text}");
        assert_eq!(serde_json::from_str::<Diagnostic>(&text).unwrap(), found);
    }
}
