//! A key and its value as a line of JSON.

use data_encoding::BASE64;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

/// A key of a store and its value.
pub(super) struct Entry {
    pub(super) store: String,
    pub(super) key: String,
    pub(super) value: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Line {
    store: String,
    key: String,
    value: Option<String>,
    value_base64: Option<String>,
    /// Who edits a value need not count its bytes.
    #[serde(default, rename = "size")]
    _size: Option<IgnoredAny>,
}

/// Writes an entry: the value as text if it is UTF-8, else in base64.
pub(super) fn json(store: &str, key: &str, value: &[u8]) -> Value {
    let (name, text) = match str::from_utf8(value) {
        Ok(text) => ("value", text.to_owned()),
        Err(_) => ("value_base64", BASE64.encode(value)),
    };
    json!({ "store": store, "key": key, "size": value.len(), name: text })
}

/// Reads what [`json`] writes. Returns what is wrong with it.
pub(super) fn parse(line: &[u8]) -> Result<Entry, String> {
    if line.starts_with(b"[") {
        // serde would take its items for the fields.
        return Err("it is an array, and must be an object".to_owned());
    }
    let line: Line = serde_json::from_slice(line).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or_default();
        format!("{message} at column {}", error.column())
    })?;
    let value = match (line.value, line.value_base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => BASE64
            .decode(text.as_bytes())
            .map_err(|error| format!("`value_base64` is not base64: {error}"))?,
        _ => return Err("it must have exactly one of `value` and `value_base64`".to_owned()),
    };
    Ok(Entry {
        store: line.store,
        key: line.key,
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_any_bytes_is_read_as_it_was_written() {
        for value in [&b"7"[..], b"", b"\"\n\0", &[0xff, 0xfe], "é".as_bytes()] {
            let line = json("p/s", "k", value).to_string();
            let entry = parse(line.as_bytes()).unwrap();
            assert_eq!(entry.store, "p/s");
            assert_eq!(entry.key, "k");
            assert_eq!(entry.value, value, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        for (line, expected) in [
            ("{", "EOF while parsing an object at column 1"),
            (r#"{"store":"p/s"}"#, "missing field `key` at column 15"),
            (r#"{"store":"p/s","key":"k"}"#, "exactly one of `value`"),
            (
                r#"{"store":"p/s","key":"k","value":"","value_base64":""}"#,
                "exactly one of `value`",
            ),
            (
                r#"{"store":"p/s","key":"k","value":7}"#,
                "invalid type: integer `7`, expected a string",
            ),
            (
                r#"{"store":"p/s","key":"k","value_base64":"?"}"#,
                "`value_base64` is not base64: ",
            ),
            (r#"{"store":"p/s","kye":"k"}"#, "unknown field `kye`"),
        ] {
            let said = parse(line.as_bytes()).err().unwrap();
            assert!(said.contains(expected), "{line}: {said}");
        }
    }
}
