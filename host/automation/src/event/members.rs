//! Reads the members of the JSON object in one line.

use super::json;
use super::read::EventError;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Attributes of an event, data included. More than an output can have, so every output is an event.
pub(super) const MAX_ATTRIBUTES: usize = 128;

const NUL: &str = "if NUL bytes separate the events, replace them with `tr '\\0' '\\n'`; otherwise check the program that \
    writes the events";

/// The members of the envelope, in order, each value as its source text. The reader keeps only the
/// first of too many: in memory each takes far more than its few bytes in the line.
pub(super) struct Members<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    pub(super) fn of(line: &'a [u8]) -> Result<Self, EventError> {
        let text = std::str::from_utf8(line).map_err(|error| {
            let message = format!(
                "the line is not valid UTF-8 at column {}",
                error.valid_up_to() + 1
            );
            EventError::new("not-utf8", message)
        })?;
        serde_json::from_str(text).map_err(|error| not_an_object(text, error))
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while members.len() <= MAX_ATTRIBUTES
                    && let Some(member) = map.next_entry()?
                {
                    members.push(member);
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// Says why a text is not one JSON object. The reader stops at the first byte of another value, so the
/// rest may be broken.
fn not_an_object(text: &str, error: serde_json::Error) -> EventError {
    let whole = serde_json::from_str::<IgnoredAny>(text);
    match whole.err().or((!error.is_data()).then_some(error)) {
        None if text.trim_start().starts_with('[') => {
            EventError::new("batch", "the line is a JSON array, not one event")
        }
        None => EventError::new("not-an-object", "the line must be a JSON object"),
        Some(error) => broken(text, &error),
    }
}

/// Says what is wrong with a text that is not JSON.
fn broken(text: &str, error: &serde_json::Error) -> EventError {
    if let Some(at) = text.find('\0') {
        let message = format!("invalid JSON: the line has a NUL byte at column {}", at + 1);
        return EventError::new("not-json", message).with_hint(NUL);
    }
    let code = if error.is_eof() {
        "incomplete"
    } else {
        "not-json"
    };
    EventError::new(code, format!("invalid JSON: {}", json::describe(error)))
}
