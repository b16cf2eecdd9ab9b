//! JSON that means the same in every Guesthouse SDK.
//!
//! Reading: integers are exact at any size, other numbers are doubles, of duplicate keys the last
//! wins. Writing: as RFC 8785 does (sorted keys, no white space, shortest numbers), integers exact.
//! Both: lone surrogates, numbers that are not finite and nesting over 128 are errors. The rules
//! are in `docs/reference/json.md`.

mod error;
mod finite;
mod plain;
mod read;
mod write;

pub use error::{ParseError, ParseErrorKind, WriteError};
pub use serde_json::{Map, Number, Value, json};

use finite::Finite;
use read::Reader;
use serde::Serialize;

const MAX_DEPTH: usize = 128;

/// Parses one JSON text.
///
/// # Errors
/// The first thing that is wrong, and where.
pub fn parse(data: impl AsRef<[u8]>) -> Result<Value, ParseError> {
    let data = data.as_ref();
    let text = std::str::from_utf8(data)
        .map_err(|error| ParseError::new(ParseErrorKind::InvalidUtf8, error.valid_up_to()))?;
    Reader::new(text).document()
}

/// Writes a value as JSON.
///
/// # Errors
/// The value has no JSON form.
pub fn write(value: &(impl Serialize + ?Sized)) -> Result<String, WriteError> {
    value.serialize(Finite)?;
    let value = serde_json::to_value(value).map_err(|_| WriteError::Unsupported)?;
    let mut text = String::new();
    write::value(&mut text, &value, 1)?;
    Ok(text)
}
