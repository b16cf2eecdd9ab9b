//! Text that must never be shown to people, even if a guest influenced it.

/// A credential that the host attaches to requests. No text may hold it.
pub(crate) const SECRET: &str = "canary-secret-4d1f0c7a92";

/// Returns the part of the text that must not be shown: the secret, or a character that controls a
/// terminal.
pub(crate) fn find_leak(what: &str, text: &str) -> Option<String> {
    if text.contains(SECRET) {
        return Some(format!("{what} holds the secret"));
    }
    let harmful = text.chars().find(|ch| is_harmful(*ch))?;
    Some(format!("{what} holds {}", harmful.escape_unicode()))
}

/// This list is separate from the host's own, so that a gap there is not a gap here.
fn is_harmful(ch: char) -> bool {
    let changes_direction =
        matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    changes_direction || (ch.is_control() && ch != '\n' && ch != '\t')
}

#[cfg(test)]
mod tests {
    use super::{SECRET, find_leak};

    #[test]
    fn secrets_and_escapes_are_found() {
        assert_eq!(find_leak("it", "plain\ntext"), None);
        assert!(find_leak("it", &format!("a{SECRET}b")).is_some());
        for text in ["\u{1b}[31m", "a\rb", "\u{9b}", "\u{202e}", "\0"] {
            assert!(find_leak("it", text).is_some(), "{text:?}");
        }
    }
}
