//! Reads an event from one JSON line.

use super::check::{invalid_time, missing, parse_time};
use super::media::Media;
use super::members::{MAX_ATTRIBUTES, Members};
use super::{Event, LenientEvent, base64, near};
use crate::output::HOPS;
use guesthouse_sandbox::clean;
use std::collections::BTreeMap;

const MAX_MESSAGE: usize = 500;

/// A line is not a valid event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EventError {
    code: &'static str,
    message: String,
    hint: Option<String>,
}

impl EventError {
    pub(super) fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        // The message quotes parts of the line, and the sender can put anything there.
        let message = clean(message.as_ref(), MAX_MESSAGE, false);
        Self {
            code,
            message,
            hint: None,
        }
    }

    pub(super) fn with_hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = Some(clean(hint.as_ref(), MAX_MESSAGE, false));
        self
    }

    fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.with_hint(hint),
            None => self,
        }
    }

    /// Returns a stable word, for example `missing-attribute`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns what the sender can do about it, if more is known than the message says.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

pub(super) fn event(line: &[u8]) -> Result<Event, EventError> {
    check_length(line)?;
    let event = event_of_any_length(line)?;
    check(&event)?;
    Ok(event)
}

pub(super) fn lenient_event(line: &[u8]) -> Result<LenientEvent, EventError> {
    check_length(line)?;
    let mut attributes = Attributes::of(Members::of(line)?)?;
    attributes.is_lenient = true;
    let event = attributes.event()?;
    check(&event)?;
    let dropped = attributes.dropped;
    Ok(LenientEvent { event, dropped })
}

pub(super) fn event_of_any_length(line: &[u8]) -> Result<Event, EventError> {
    Attributes::of(Members::of(line)?)?.event()
}

fn check_length(line: &[u8]) -> Result<(), EventError> {
    if line.len() > Event::MAX_LINE {
        let message = format!(
            "the line has {} bytes, more than the limit of {}",
            line.len(),
            Event::MAX_LINE
        );
        return Err(EventError::new("too-large", message));
    }
    Ok(())
}

fn check(event: &Event) -> Result<(), EventError> {
    match event.too_long() {
        Some(wrong) => Err(EventError::new("too-large", wrong)),
        None => event.check(),
    }
}

/// Members by name, each once. A member that is null is absent.
struct Attributes<'a> {
    members: BTreeMap<String, &'a str>,
    /// Whether an invalid attribute that may be absent is dropped. Otherwise it is an error.
    is_lenient: bool,
    dropped: Vec<String>,
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
        Ok(Self {
            members: seen,
            is_lenient: false,
            dropped: Vec::new(),
        })
    }

    fn event(&mut self) -> Result<Event, EventError> {
        if !self.members.contains_key("specversion") {
            let message = "attribute `specversion` is missing";
            let meant = near::meant("specversion", self.members.keys());
            return Err(EventError::new("missing-specversion", message).maybe_hint(meant));
        }
        let version = self.required("specversion")?;
        if version != "1.0" {
            let message = format!("unsupported specversion `{version}`: expected `1.0`");
            return Err(EventError::new("unsupported-version", message));
        }
        let mut event = Event {
            id: self.required("id")?,
            source: self.required("source")?,
            type_: self.required("type")?,
            subject: self.droppable("subject", Self::optional)?,
            time: self.droppable("time", Self::time)?,
            data_content_type: self.optional("datacontenttype")?,
            data_schema: self.droppable("dataschema", Self::optional)?,
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

    /// Reads an attribute that may be absent. If it is invalid, it is dropped or an error.
    fn droppable(
        &mut self,
        name: &str,
        read: fn(&mut Self, &str) -> Result<Option<String>, EventError>,
    ) -> Result<Option<String>, EventError> {
        let value = read(self, name);
        if self.is_lenient && value.is_err() {
            self.dropped.push(name.to_owned());
            return Ok(None);
        }
        value
    }

    fn required(&mut self, name: &str) -> Result<String, EventError> {
        let what = match self.optional(name)? {
            None => "missing",
            Some(value) if value.is_empty() => "empty",
            Some(value) => return Ok(value),
        };
        let meant = near::meant(name, self.members.keys());
        Err(missing(name, what).maybe_hint(meant))
    }

    fn time(&mut self, name: &str) -> Result<Option<String>, EventError> {
        let time = self.optional(name)?;
        if let Some(text) = &time
            && parse_time(text).is_none()
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
            (None, Some(text)) => base64::decode(&text).map(Some),
            (Some(_), Some(_)) => {
                let message = "the event has both `data` and `data_base64`";
                Err(EventError::new("invalid-data", message))
            }
        }
    }

    fn extensions(&mut self) -> Result<BTreeMap<String, String>, EventError> {
        let mut extensions = BTreeMap::new();
        for (name, value) in std::mem::take(&mut self.members) {
            match extension(&name, value) {
                Ok(value) => {
                    extensions.insert(name, value);
                }
                // An event without its number of hops could go round in a loop.
                Err(_) if self.is_lenient && name != HOPS => self.dropped.push(name),
                Err(error) => return Err(error),
            }
        }
        Ok(extensions)
    }
}

fn extension(name: &str, value: &str) -> Result<String, EventError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if name.is_empty() || !name.bytes().all(plain) {
        let message = format!("invalid attribute name `{name}`: only a-z and 0-9 are allowed");
        return Err(EventError::new("invalid-attribute", message).maybe_hint(near::valid(name)));
    }
    scalar(name, value)
}

fn string(name: &str, value: &str) -> Result<String, EventError> {
    if !value.starts_with('"') {
        let message = format!("attribute `{name}` must be a string, not {}", kind(value));
        return Err(EventError::new("invalid-attribute", message).maybe_hint(quoted(name, value)));
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
    if value.starts_with('"') {
        return string(name, value);
    }
    let number = value.parse::<i32>().map_err(|_| {
        let message = format!(
            "extension `{name}` must be a string, a boolean or a 32-bit integer, not {}",
            kind(value)
        );
        EventError::new("invalid-attribute", message).maybe_hint(quoted(name, value))
    })?;
    Ok(number.to_string())
}

/// The longest number in a hint.
const MAX_NUMBER: usize = 40;

/// Returns a hint to write a number or a boolean as a string.
fn quoted(name: &str, value: &str) -> Option<String> {
    let is_plain = !value.starts_with(['{', '[', '"', 'n']) && value.len() <= MAX_NUMBER;
    is_plain.then(|| format!("write it as a string: `\"{name}\":\"{value}\"`"))
}

fn kind(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ if value.contains(['.', 'e', 'E']) => "a number with a fraction or an exponent",
        _ if value.parse::<i32>().is_err() => "a larger integer",
        _ => "an integer",
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
