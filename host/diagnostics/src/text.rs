//! Makes text that an untrusted author influenced safe to show: the one place where this is done.
//!
//! A guest chooses panic messages, log lines, function names and import names. Without this it
//! could move the operator's cursor, forge lines or reverse the direction of text.

use std::borrow::Cow;
use std::fmt::Write;

/// Marks the place where text was cut.
pub const CUT: &str = "…";

/// Returns `text` with control characters and direction marks made visible, at most `max` bytes
/// long. Line breaks stay only with `keep_breaks`, tabs always.
#[must_use]
pub fn clean(text: &str, max: usize, keep_breaks: bool) -> String {
    let mut out = String::with_capacity(text.len().min(max));
    for ch in text.chars() {
        let safe = match ch {
            '\n' => keep_breaks,
            '\t' => true,
            _ => !is_harmful(ch),
        };
        let before = out.len();
        if safe {
            out.push(ch);
        } else {
            out.extend(ch.escape_unicode());
        }
        if out.len() > max {
            out.truncate(before);
            cut(&mut out, max);
            break;
        }
    }
    out
}

/// Returns JSON text whose strings are safe to show: each character that [`clean`] makes visible is
/// written as a JSON escape, which is the same value.
#[must_use]
pub fn clean_json(json: &str) -> Cow<'_, str> {
    // Control characters below the space stand only between tokens: in strings they are escaped.
    let harmful = |ch: char| ch > ' ' && is_harmful(ch);
    if !json.contains(harmful) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for ch in json.chars() {
        if harmful(ch) {
            for unit in ch.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(ch);
        }
    }
    Cow::Owned(out)
}

fn cut(out: &mut String, max: usize) {
    while out.len() + CUT.len() > max && out.pop().is_some() {}
    if out.len() + CUT.len() <= max {
        out.push_str(CUT);
    }
}

fn is_harmful(ch: char) -> bool {
    matches!(
        ch,
        '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    ) || ch.is_control()
}
/// Replaces characters that XML cannot contain, even escaped. A message of a guest may have them.
#[must_use]
pub fn clean_xml(text: &str) -> String {
    let forbidden = |char: char| {
        matches!(char, '\u{fffe}' | '\u{ffff}') || (char.is_control() && !"\n\t".contains(char))
    };
    text.replace(forbidden, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_json};

    #[test]
    fn escapes_are_made_visible() {
        assert_eq!(
            clean("a\x1b[31mb\u{202e}c\n", 100, false),
            "a\\u{1b}[31mb\\u{202e}c\\u{a}"
        );
        assert_eq!(clean("a\nb\r", 100, true), "a\nb\\u{d}");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = serde_json::json!({"a": "\u{9b}31m\u{202e}\u{e0041}\u{7f}\n\u{1b}é"});
        for text in [
            value.to_string(),
            serde_json::to_string_pretty(&value).unwrap(),
        ] {
            let safe = clean_json(&text);
            assert!(
                safe.contains("\\u009b31m\\u202e\\udb40\\udc41\\u007f"),
                "{safe}"
            );
            assert_eq!(safe.parse::<serde_json::Value>().unwrap(), value);
        }
        assert_eq!(clean_json("[\n1]"), "[\n1]");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(clean("ääääää", 9, false), "äää…");
        assert_eq!(clean("abc", 2, false), "");
        assert_eq!(clean("abc", 3, false), "abc");
    }
}
