//! Reads an event from one JSON line.

use super::check::{invalid_time, missing};
use super::media::Media;
use super::{Event, json};
use data_encoding::BASE64;
use guesthouse_sandbox::clean;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const MAX_MESSAGE: usize = 500;
/// Attributes of an event, data included. More than an output can have, so every output is an event.
const MAX_ATTRIBUTES: usize = 128;

/// A line is not a valid event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EventError {
    code: &'static str,
    message: String,
}

impl EventError {
    pub(super) fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        // The message quotes parts of the line, and the sender can put anything there.
        let message = clean(message.as_ref(), MAX_MESSAGE, false);
        Self { code, message }
    }

    /// Returns a stable word, for example `missing-attribute`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }
}

pub(super) fn event(line: &[u8]) -> Result<Event, EventError> {
    if line.len() > Event::MAX_LINE {
        let message = format!(
            "the line has {} bytes, more than the limit of {}",
            line.len(),
            Event::MAX_LINE
        );
        return Err(EventError::new("too-large", message));
    }
    let event = event_of_any_length(line)?;
    if let Some(wrong) = event.too_long() {
        return Err(EventError::new("too-large", wrong));
    }
    event.check()?;
    Ok(event)
}

pub(super) fn event_of_any_length(line: &[u8]) -> Result<Event, EventError> {
    let text = std::str::from_utf8(line).map_err(|error| {
        let message = format!(
            "the line is not valid UTF-8 at column {}",
            error.valid_up_to() + 1
        );
        EventError::new("not-utf8", message)
    })?;
    let members = serde_json::from_str::<Members<'_>>(text).map_err(|error| {
        let code = if error.is_data() {
            "not-an-object"
        } else {
            "not-json"
        };
        let message = if error.is_data() {
            "the line must be a JSON object".to_owned()
        } else {
            format!("invalid JSON: {}", json::describe(&error))
        };
        EventError::new(code, message)
    })?;
    Attributes::of(members)?.event()
}

/// The members of the envelope, in order, each value as its source text. The reader keeps only the
/// first of too many: in memory each takes far more than its few bytes in the line.
struct Members<'a>(Vec<(String, &'a RawValue)>);

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

/// Members by name, each once. A member that is null is absent.
struct Attributes<'a> {
    members: BTreeMap<String, &'a str>,
}

impl<'a> Attributes<'a> {
    fn of(members: Members<'a>) -> Result<Self, EventError> {
        if members.0.len() > MAX_ATTRIBUTES {
            let message = format!("the event has more than {MAX_ATTRIBUTES} attributes");
            return Err(EventError::new("too-large", message));
        }
        let mut seen = BTreeMap::new();
        for (name, value) in members.0 {
            if seen.insert(name.clone(), value.get()).is_some() {
                let message = format!("attribute `{name}` appears twice");
                return Err(EventError::new("duplicate-attribute", message));
            }
        }
        // JSON data may be the value null; every other null is an absent attribute.
        seen.retain(|name, value| name == "data" || *value != "null");
        Ok(Self { members: seen })
    }

    fn event(mut self) -> Result<Event, EventError> {
        let version = self.required("specversion")?;
        if version != "1.0" {
            let message = format!("unsupported specversion `{version}`: expected `1.0`");
            return Err(EventError::new("unsupported-version", message));
        }
        let mut event = Event {
            id: self.required("id")?,
            source: self.required("source")?,
            type_: self.required("type")?,
            subject: self.optional("subject")?,
            time: self.time()?,
            data_content_type: self.optional("datacontenttype")?,
            data_schema: self.optional("dataschema")?,
            ..Event::default()
        };
        event.data = self.data(Media::of(event.data_content_type.as_deref()))?;
        event.extensions = self.extensions()?;
        Ok(event)
    }

    fn optional(&mut self, name: &str) -> Result<Option<String>, EventError> {
        self.members
            .remove(name)
            .map(|value| string(name, value))
            .transpose()
    }

    fn required(&mut self, name: &str) -> Result<String, EventError> {
        let what = match self.optional(name)? {
            None => "missing",
            Some(value) if value.is_empty() => "empty",
            Some(value) => return Ok(value),
        };
        Err(missing(name, what))
    }

    fn time(&mut self) -> Result<Option<String>, EventError> {
        let time = self.optional("time")?;
        if let Some(text) = &time
            && OffsetDateTime::parse(text, &Rfc3339).is_err()
        {
            return Err(invalid_time());
        }
        Ok(time)
    }

    fn data(&mut self, media: Media) -> Result<Option<Vec<u8>>, EventError> {
        let base64 = self.optional("data_base64")?;
        match (self.members.remove("data"), base64) {
            (None, None) => Ok(None),
            (Some(value), None) if media != Media::Json && value.starts_with('"') => {
                Ok(Some(string("data", value)?.into_bytes()))
            }
            (Some(value), None) => Ok(Some(value.as_bytes().to_vec())),
            (None, Some(text)) => BASE64.decode(text.as_bytes()).map(Some).map_err(|error| {
                let message = format!("`data_base64` is not valid base64: {error}");
                EventError::new("invalid-data", message)
            }),
            (Some(_), Some(_)) => {
                let message = "the event has both `data` and `data_base64`";
                Err(EventError::new("invalid-data", message))
            }
        }
    }

    fn extensions(self) -> Result<BTreeMap<String, String>, EventError> {
        let mut extensions = BTreeMap::new();
        for (name, value) in self.members {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            if name.is_empty() || !name.bytes().all(plain) {
                let message =
                    format!("invalid attribute name `{name}`: only a-z and 0-9 are allowed");
                return Err(EventError::new("invalid-attribute", message));
            }
            let value = scalar(&name, value)?;
            extensions.insert(name, value);
        }
        Ok(extensions)
    }
}

fn string(name: &str, value: &str) -> Result<String, EventError> {
    if !value.starts_with('"') {
        let message = format!("attribute `{name}` must be a string, not {}", kind(value));
        return Err(EventError::new("invalid-attribute", message));
    }
    serde_json::from_str(value).map_err(|error| {
        // The column would count from the start of the value.
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or_default();
        EventError::new("invalid-attribute", format!("attribute `{name}`: {what}"))
    })
}

/// Returns the canonical text of a string, boolean or integer.
fn scalar(name: &str, value: &str) -> Result<String, EventError> {
    if matches!(value, "true" | "false") {
        return Ok(value.to_owned());
    }
    if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return value
            .parse::<i32>()
            .map(|number| number.to_string())
            .map_err(|_| {
                let message = format!("extension `{name}` is not a 32-bit integer");
                EventError::new("invalid-attribute", message)
            });
    }
    if value.starts_with(['{', '[']) {
        let message = format!(
            "extension `{name}` must be a string, boolean or integer, not {}",
            kind(value)
        );
        return Err(EventError::new("invalid-attribute", message));
    }
    string(name, value)
}

fn kind(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::{EventError, MAX_MESSAGE};

    #[test]
    fn a_message_that_quotes_an_event_is_cut() {
        let error = EventError::new("invalid-attribute", "a".repeat(1_000));
        assert!(error.message.len() <= 500, "{error}");
        assert!(error.message.len() > MAX_MESSAGE / 2, "{error}");
    }
}
