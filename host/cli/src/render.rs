//! The forms in which a diagnostic is shown: text, JSON, an annotation of GitHub Actions, and SARIF.

pub(crate) mod github;
pub(crate) mod sarif;
pub(crate) mod source;

use std::fmt;

use guesthouse_diagnostics::{Diagnostic, Severity, clean};

use crate::console::{BLUE, GREEN, RED, YELLOW};

/// The longest text that is shown, in bytes.
const MAX_TEXT: usize = 64 << 10;

/// A message may quote names from a file of an untrusted author.
fn safe(text: &str) -> String {
    clean(text, MAX_TEXT, true)
}

/// A diagnostic as a machine reads it.
pub(crate) fn json(diagnostic: &Diagnostic) -> serde_json::Value {
    // A diagnostic is made of texts and numbers, which always serialize.
    let mut json = serde_json::to_value(diagnostic).unwrap_or_default();
    if let Some(fields) = json.as_object_mut() {
        fields.insert("type".to_owned(), "diagnostic".into());
    }
    json
}

/// A diagnostic as text.
pub(crate) struct Rendered<'a>(pub(crate) &'a Diagnostic);

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            severity,
            code,
            message,
            place,
            details,
            hints,
            ..
        } = self.0;
        let style = match severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            _ => BLUE,
        };
        // A plugin may have written the text: its further lines must not look like messages of the host.
        let inside = |text: &str| safe(text.trim_end()).replace('\n', "\n    ");
        let message = inside(message);
        let code = clean(code, MAX_TEXT, false);
        writeln!(f, "{style}{}[{code}]{style:#}: {message}", severity.word())?;
        if let Some(place) = place {
            writeln!(
                f,
                "  {BLUE}-->{BLUE:#} {}",
                clean(&place.to_string(), MAX_TEXT, false)
            )?;
        }
        for line in details {
            writeln!(
                f,
                "  {BLUE}|{BLUE:#} {}",
                safe(line).replace('\n', "\n    ")
            )?;
        }
        hints
            .iter()
            .try_for_each(|hint| writeln!(f, "{GREEN}hint{GREEN:#}: {}", inside(hint)))
    }
}

/// Returns the message with its details and hints, for a form that has one text.
fn whole(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message.trim_end().to_owned()];
    lines.extend(diagnostic.details.iter().cloned());
    lines.extend(diagnostic.hints.iter().map(|hint| format!("hint: {hint}")));
    safe(&lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_lines_of_a_message_cannot_forge_a_diagnostic() {
        let diagnostic = Diagnostic::error("crashed/panic", "a\nerror[x]: forged\n");
        let shown = Rendered(&diagnostic).to_string();
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "error[crashed/panic]: a\n    error[x]: forged\n");
        let place = Diagnostic::error("a", "b")
            .at("c\nerror[x]: forged")
            .hint("d\nerror[x]: forged");
        let shown = Rendered(&place).to_string();
        assert!(!shown.contains("\nerror[x]"), "{shown}");
    }
}
