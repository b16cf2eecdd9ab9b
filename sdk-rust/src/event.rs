use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bindings::guesthouse::automation::types;
use crate::{Failure, Result, json};

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
    pub fn json(&self) -> Result<Value> {
        json::parse(self.bytes()?).map_err(|error| {
            let (code, offset) = (error.kind, error.offset);
            let message = format!("the event's data is not valid JSON: {code} at byte {offset}");
            Failure::rejected("invalid-json", message)
        })
    }

    /// Parses `data` as JSON and deserialises it into `T`.
    ///
    /// # Errors
    /// A rejection: `missing-data`, `invalid-json`, or `unexpected-json` if the JSON does not fit
    /// `T`.
    pub fn json_as<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.json()?).map_err(|error| {
            let message = format!("the event's data does not match the expected type: {error}");
            Failure::rejected("unexpected-json", message)
        })
    }

    /// Returns `data` as text, whatever its media type.
    ///
    /// # Errors
    /// A rejection: `missing-data`, or `invalid-utf8` if the data is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(self.bytes()?).map_err(|error| {
            let at = error.valid_up_to();
            let message = format!("the event's data is not valid UTF-8 at byte {at}");
            Failure::rejected("invalid-utf8", message)
        })
    }

    fn bytes(&self) -> Result<&[u8]> {
        let missing = || Failure::rejected("missing-data", "the event has no data");
        self.data.as_deref().ok_or_else(missing)
    }
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
