//! Reads and writes JSON in the same way as every Guesthouse SDK.
//!
//! Reading: integers are exact at any size, other numbers are doubles, and the last of several
//! duplicate keys wins. Writing: RFC 8785 (sorted keys, no white space, shortest numbers), with
//! exact integers. Both: lone surrogates, numbers that are not finite, and more than 128 nested
//! levels are errors. `docs/reference/json.md` has the rules.
//!
//! The values are types of this crate. It does not use serde_json, so a plugin can use any version
//! of it, with any features. [`from_value`] reads the author's own types, and [`write()`] accepts
//! them, a `serde_json::Value` included.

mod error;
mod from_value;
mod keys;
mod literal;
mod number;
mod parts;
mod plain;
mod read;
mod serde_impls;
mod to_value;
mod value;
mod write;

#[doc(inline)]
pub use crate::__json as json;
pub use error::{ParseError, ParseErrorKind, Path, TypeError, WriteError, WriteErrorKind};
#[doc(hidden)]
pub use literal::literal_value;
pub use number::Number;
pub use value::{Map, Value};

use read::Reader;
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    let value = to_value(value)?;
    let mut text = String::new();
    write::value(&mut text, &value);
    Ok(text)
}

/// Makes a [`Value`] of any type that implements [`Serialize`].
///
/// # Errors
/// The value has no JSON form.
pub fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, WriteError> {
    to_value::Builder { depth: 0 }.build(value)
}

/// Reads a value into `T`.
///
/// # Errors
/// The value does not have the type. The error says where.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, TypeError> {
    T::deserialize(from_value::Reader(value))
}
