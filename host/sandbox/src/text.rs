//! Makes text that a guest influenced safe to show: the one place where this is done.
//!
//! A guest chooses panic messages, log lines, function names and import names. Without this it
//! could move the operator's cursor, forge lines or turn text around.

use crate::checks::Check;

const CUT: &str = "…";

/// Returns `text` with control characters and direction marks made visible, at most `max` bytes
/// long. Line breaks and tabs stay only with `keep_breaks`.
pub fn clean(text: &str, max: usize, keep_breaks: bool) -> String {
    let mut out = String::with_capacity(text.len().min(max));
    for ch in text.chars() {
        let safe = match ch {
            '\n' | '\t' if keep_breaks => true,
            '\t' => true,
            _ => !is_harmful(ch),
        };
        let before = out.len();
        if safe {
            out.push(ch);
        } else {
            out.extend(ch.escape_unicode());
        }
        if out.len() > max && Check::TextLength.holds() {
            out.truncate(before);
            cut(&mut out, max);
            break;
        }
    }
    out
}

fn cut(out: &mut String, max: usize) {
    while out.len() + CUT.len() > max && out.pop().is_some() {}
    if out.len() + CUT.len() <= max {
        out.push_str(CUT);
    }
}

fn is_harmful(ch: char) -> bool {
    match ch {
        '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Check::DirectionMarks.holds(),
        _ => ch.is_control() && Check::ControlCharacters.holds(),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn escapes_are_made_visible() {
        assert_eq!(
            clean("a\x1b[31mb\u{202e}c\n", 100, false),
            "a\\u{1b}[31mb\\u{202e}c\\u{a}"
        );
        assert_eq!(clean("a\nb\r", 100, true), "a\nb\\u{d}");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(clean("ääääää", 9, false), "äää…");
        assert_eq!(clean("abc", 2, false), "");
        assert_eq!(clean("abc", 3, false), "abc");
    }
}
