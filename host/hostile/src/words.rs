//! What text that a guest influenced must never hold when people see it.

/// A credential that the host attaches to requests. It may be found in no text at all.
pub(crate) const SECRET: &str = "canary-secret-4d1f0c7a92";

/// Returns what is wrong with text that is shown to people.
pub(crate) fn wrong_in(what: &str, text: &str) -> Option<String> {
    if text.contains(SECRET) {
        return Some(format!("{what} holds the secret"));
    }
    let harmful = text.chars().find(|ch| is_harmful(*ch))?;
    Some(format!("{what} holds {}", harmful.escape_unicode()))
}

/// Written apart from the host's own list, so that a hole in that is not a hole in this.
fn is_harmful(ch: char) -> bool {
    let direction =
        matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || (ch.is_control() && ch != '\n' && ch != '\t')
}

#[cfg(test)]
mod tests {
    use super::{SECRET, wrong_in};

    #[test]
    fn secrets_and_escapes_are_found() {
        assert_eq!(wrong_in("it", "plain\ntext"), None);
        assert!(wrong_in("it", &format!("a{SECRET}b")).is_some());
        for text in ["\u{1b}[31m", "a\rb", "\u{9b}", "\u{202e}", "\0"] {
            assert!(wrong_in("it", text).is_some(), "{text:?}");
        }
    }
}
