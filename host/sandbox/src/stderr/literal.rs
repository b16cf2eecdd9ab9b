//! Reads a string as Rust's `Debug` writes it.

use std::str::Chars;

/// Returns the string whose literal follows `name: Some("` in `text`, up to the closing quote or the end
/// of a text that was cut.
pub(super) fn field(text: &str, name: &str) -> Option<String> {
    let (_, literal) = text.split_once(&format!("{name}: Some(\""))?;
    let mut chars = literal.chars();
    let mut string = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => string.extend(escaped(&mut chars)),
            c => string.push(c),
        }
    }
    Some(string)
}

/// Returns the character of an escape whose backslash was read.
fn escaped(chars: &mut Chars) -> Option<char> {
    Some(match chars.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'u' => {
            let digits = chars.skip(1).take_while(|c| *c != '}');
            let code = u32::from_str_radix(&digits.collect::<String>(), 16);
            char::from_u32(code.ok()?)?
        }
        same => same,
    })
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn escapes_are_resolved_and_a_cut_text_ends() {
        let text = r#"E { message: Some("a \"b\"\n\u{1f600}\\"), stack: Some("    at f (x.js"#;
        assert_eq!(field(text, "message").unwrap(), "a \"b\"\n\u{1f600}\\");
        assert_eq!(field(text, "stack").unwrap(), "    at f (x.js");
        assert_eq!(field("E { message: None }", "message"), None);
    }
}
