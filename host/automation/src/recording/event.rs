//! An event in a recording. Its data is kept byte for byte.

use super::{Bytes, RecordingError};
use crate::Event;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RecordedEvent {
    /// The event in the JSON format of CloudEvents, without its data.
    attributes: Map<String, Value>,
    data: Option<Bytes>,
}

impl RecordedEvent {
    pub(super) fn event(&self) -> Result<Event, RecordingError> {
        let line = serde_json::to_vec(&self.attributes).unwrap_or_default();
        let event = Event::parse_committed(&line);
        let event = event.map_err(|error| RecordingError::Invalid(error.to_string()))?;
        Ok(Event {
            data: self.data.clone().map(|data| data.0),
            ..event
        })
    }
}

impl From<&Event> for RecordedEvent {
    fn from(event: &Event) -> Self {
        let bare = Event {
            data: None,
            ..event.clone()
        };
        Self {
            attributes: serde_json::from_str(&bare.to_json()).unwrap_or_default(),
            data: event.data.clone().map(Bytes),
        }
    }
}
