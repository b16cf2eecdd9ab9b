//! Reads and writes JSON in the same way as every Guesthouse SDK.
//!
//! Reading: integers are exact at any size, other numbers are doubles, and the last of several
//! duplicate keys wins. Writing: RFC 8785 (sorted keys, no white space, shortest numbers), with
//! exact integers. Both: lone surrogates, numbers that are not finite, and more than 128 nested
//! levels are errors. `docs/reference/json.md` has the rules.

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
/// The first error, with its offset.
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
