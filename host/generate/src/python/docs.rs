//! Docstrings.

use std::fmt::Write as _;

use crate::Writer;

/// Writes a docstring, if there is documentation.
pub(super) fn docstring(writer: &mut Writer, docs: &str) {
    let text = escaped(docs.trim());
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    match lines.as_slice() {
        [] => {}
        [line] => writer.line(format!("\"\"\"{line}\"\"\"")),
        lines => {
            writer.line(format!("\"\"\"{}", lines.join("\n")));
            writer.line("\"\"\"");
        }
    }
}

/// Returns a text that is the same inside of a string with three quotes.
fn escaped(docs: &str) -> String {
    let mut text = String::new();
    let mut chars = docs.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push_str("\\\\"),
            '"' if text.ends_with("\"\"") || chars.peek().is_none() => text.push_str("\\\""),
            c if c.is_control() && c != '\n' => {
                let _ = write!(text, "\\x{:02x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}

/// Returns a string literal.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_the_text_is_escaped() {
        let mut writer = Writer::new("    ");
        docstring(&mut writer, "a \\ \"\"\" b\u{7}\"");
        assert_eq!(writer.finish(), "\"\"\"a \\\\ \"\"\\\" b\\x07\\\"\"\"\"\n");
    }
}
