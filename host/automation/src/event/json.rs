//! Checks and trims JSON text without rewriting it.

use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Returns `data` as one JSON text without white space between tokens, or an error message.
pub(crate) fn compact(data: &[u8]) -> Result<Cow<'_, str>, String> {
    check(data).map(strip)
}

/// Returns `data` as one JSON text, or an error message.
pub(crate) fn check(data: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(data)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to()))?;
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| describe(&error))?;
    Ok(text)
}

/// Words a parser error for one line of text: the column instead of line and column.
pub(crate) fn describe(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = full.strip_suffix(place.as_str()).unwrap_or(&full);
    match error.line() {
        0 => what.to_owned(),
        1 => format!("{what} at column {}", error.column()),
        line => format!("{what} at line {line} column {}", error.column()),
    }
}

/// Drops the white space between the tokens of a valid JSON text.
fn strip(text: &str) -> Cow<'_, str> {
    let mut in_string = false;
    let mut escaped = false;
    let mut keep = |c: char| {
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return true;
        }
        in_string = c == '"';
        !matches!(c, ' ' | '\t' | '\n' | '\r')
    };
    match text.find(|c| !keep(c)) {
        None => Cow::Borrowed(text),
        Some(at) => {
            // `keep` stopped outside a string, so its state is right for the rest.
            let (kept, rest) = text.split_at(at);
            let mut out = String::with_capacity(text.len());
            out.push_str(kept);
            out.extend(rest.chars().filter(|c| keep(*c)));
            Cow::Owned(out)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn only_white_space_between_tokens_is_removed() {
        for (text, expected) in [
            ("{\"a\":1}", "{\"a\":1}"),
            (
                " { \"a b\\\" \" :\t[ 1 ,\r\n2.50 ] } ",
                "{\"a b\\\" \":[1,2.50]}",
            ),
            ("\"\\\\\" ", "\"\\\\\""),
            ("1e400", "1e400"),
            ("\"\\ud800\"", "\"\\ud800\""),
            ("{\"a\":1, \"a\":2}", "{\"a\":1,\"a\":2}"),
        ] {
            assert_eq!(compact(text.as_bytes()).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn deeply_nested_json_is_accepted() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(compact(deep.as_bytes()).as_deref(), Ok(deep.as_str()));
    }

    #[test]
    fn invalid_json_is_an_error() {
        for (data, message) in [
            (&b"{"[..], "EOF while parsing an object at column 1"),
            (b"", "EOF while parsing a value at column 0"),
            (b"1 2", "trailing characters at column 3"),
            (b"\"\xff\"", "invalid UTF-8 at byte 1"),
            (b"\xef\xbb\xbf1", "expected value at column 1"),
            (b"NaN", "expected value at column 1"),
        ] {
            assert_eq!(compact(data).unwrap_err(), message);
        }
    }
}
