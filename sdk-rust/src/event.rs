use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::bindings::guesthouse::automation::types;
use crate::json::{self, Value};
use crate::{Failure, FailureKind, Result};

/// A CloudEvents 1.0 event, as the host accepted it.
///
/// An absent attribute is `None`; an empty one is an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Identifies the event together with `source`.
    pub id: String,
    /// The origin of the event: a URI reference.
    pub source: String,
    /// The kind of event, for example `com.github.issues.opened`.
    pub r#type: String,
    /// The subject of the event, within `source`.
    pub subject: Option<String>,
    /// When it happened, in RFC 3339 format, exactly as the host received it.
    pub time: Option<String>,
    /// The media type of `data`. If absent, `data` is JSON.
    pub data_content_type: Option<String>,
    /// A URI of the schema that `data` follows.
    pub data_schema: Option<String>,
    /// CloudEvents extension attributes. Booleans and integers have their canonical text form.
    pub extensions: BTreeMap<String, String>,
    /// The payload, exactly as the host received it.
    pub data: Option<Vec<u8>>,
}

impl Event {
    /// Creates an event with the required attributes, for tests.
    pub fn new(
        id: impl Into<String>,
        source: impl Into<String>,
        r#type: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            source: source.into(),
            r#type: r#type.into(),
            ..Self::default()
        }
    }

    /// Parses `data` with [`json::parse`], whatever its media type.
    ///
    /// # Errors
    /// A rejection: `missing-data` or `invalid-json`.
    #[track_caller]
    pub fn json(&self) -> Result<Value> {
        match json::parse(self.bytes()?) {
            Ok(value) => Ok(value),
            Err(error) => {
                let (code, offset) = (error.kind, error.offset);
                let message = format!("is not valid JSON: {code} at byte {offset}");
                Err(rejected("invalid-json", &message))
            }
        }
    }

    /// Parses `data` as JSON and deserialises it into `T`.
    ///
    /// # Errors
    /// A rejection: `missing-data`, `invalid-json`, or `unexpected-json` if the JSON does not fit
    /// `T`.
    #[track_caller]
    pub fn json_as<T: DeserializeOwned>(&self) -> Result<T> {
        match json::from_value(self.json()?) {
            Ok(value) => Ok(value),
            Err(error) => {
                let message = format!("does not match the expected type: {error}");
                Err(rejected("unexpected-json", &message))
            }
        }
    }

    /// Returns `data` as text, whatever its media type.
    ///
    /// # Errors
    /// A rejection: `missing-data`, or `invalid-utf8` if the data is not UTF-8.
    #[track_caller]
    pub fn text(&self) -> Result<&str> {
        match std::str::from_utf8(self.bytes()?) {
            Ok(text) => Ok(text),
            Err(error) => {
                let message = format!("is not valid UTF-8 at byte {}", error.valid_up_to());
                Err(rejected("invalid-utf8", &message))
            }
        }
    }

    #[track_caller]
    fn bytes(&self) -> Result<&[u8]> {
        match &self.data {
            Some(data) => Ok(data),
            None => {
                let message = "the event has no data".to_string();
                Err(Failure::here(
                    FailureKind::Rejected,
                    "missing-data",
                    message,
                ))
            }
        }
    }
}

#[track_caller]
fn rejected(code: &str, problem: &str) -> Failure {
    let message = format!("the event's data {problem}");
    Failure::here(FailureKind::Rejected, code, message)
}

impl From<types::Event> for Event {
    fn from(event: types::Event) -> Self {
        let extensions = event.extensions.into_iter().map(|a| (a.name, a.value));
        Self {
            id: event.id,
            source: event.source,
            r#type: event.type_,
            subject: event.subject,
            time: event.time,
            data_content_type: event.data_content_type,
            data_schema: event.data_schema,
            extensions: extensions.collect(),
            data: event.data,
        }
    }
}
