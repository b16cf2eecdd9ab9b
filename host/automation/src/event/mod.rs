//! CloudEvents 1.0 events and their JSON form, one to a line.

mod base64;
mod check;
mod content;
mod json;
mod media;
mod members;
mod near;
mod read;
mod write;

pub(crate) use check::parse_time;
pub(crate) use json::check as check_json;
pub(crate) use media::Media;
pub use read::EventError;

use std::collections::BTreeMap;

/// The members of an event in JSON which the standard defines. Others are extensions.
pub(crate) const STANDARD_MEMBERS: [&str; 10] = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "data",
    "data_base64",
];

/// A CloudEvents 1.0 event.
///
/// Absent is `None`; an empty attribute is an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Identifies the event together with `source`. Never empty.
    pub id: String,
    /// The origin of the event, a URI reference. Never empty.
    pub source: String,
    /// The kind of event. Never empty.
    pub type_: String,
    /// The subject of the event within `source`.
    pub subject: Option<String>,
    /// The time of the event, RFC 3339, as the sender wrote it.
    pub time: Option<String>,
    /// The media type of `data`. Where it is absent, `data` is JSON.
    pub data_content_type: Option<String>,
    /// A URI of the schema that `data` follows.
    pub data_schema: Option<String>,
    /// Extension attributes; booleans and integers in their canonical text form.
    pub extensions: BTreeMap<String, String>,
    /// The payload. JSON data is the text as the sender wrote it.
    pub data: Option<Vec<u8>>,
}

/// The result of [`Event::parse_lenient`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LenientEvent {
    /// The event without the dropped attributes.
    pub event: Event,
    /// The names of the dropped attributes, as the sender wrote them.
    pub dropped: Vec<String>,
}

impl Event {
    /// The longest line that [`Event::parse`] accepts, in bytes.
    pub const MAX_LINE: usize = 16 << 20;

    /// The longest `id` and the longest `source`, in bytes. The host repeats both in each line of the
    /// log, each request and each output, so their length multiplies.
    pub const MAX_ID: usize = 4 << 10;
    /// The longest `time`, in bytes. The host repeats it in each output that has none.
    pub const MAX_TIME: usize = 64;

    /// Parses one line in the JSON format of CloudEvents 1.0.
    ///
    /// `data` keeps its source text, byte for byte. With a media type that is not JSON, a string is
    /// the text itself. `data_base64` is decoded; it may contain line breaks.
    ///
    /// # Errors
    /// If the line is longer than [`Event::MAX_LINE`], is not a JSON object, has another
    /// `specversion` or more than 128 attributes, or if an attribute is missing, appears twice or is
    /// not valid. `id` and `source` have at most [`Event::MAX_ID`] bytes, `time` has at most
    /// [`Event::MAX_TIME`].
    pub fn parse(line: &[u8]) -> Result<Self, EventError> {
        read::event(line)
    }

    /// Parses a line as [`Event::parse`] does, but drops the attributes that may be absent and are
    /// not valid: `subject`, `time`, `dataschema`, and extensions with a name or a value that
    /// CloudEvents does not allow.
    ///
    /// # Errors
    /// If the line would not be an event without these attributes either.
    pub fn parse_lenient(line: &[u8]) -> Result<LenientEvent, EventError> {
        read::lenient_event(line)
    }

    /// Parses a line that [`Event::to_json`] wrote, of any length.
    pub(crate) fn parse_committed(line: &[u8]) -> Result<Self, EventError> {
        read::event_of_any_length(line)
    }

    /// Returns a message if an attribute that the host repeats is too long.
    pub(crate) fn too_long(&self) -> Option<String> {
        let time = self.time.as_ref().map_or(0, String::len);
        let (name, _, max) = [
            ("id", self.id.len(), Self::MAX_ID),
            ("source", self.source.len(), Self::MAX_ID),
            ("time", time, Self::MAX_TIME),
        ]
        .into_iter()
        .find(|(_, bytes, max)| bytes > max)?;
        Some(format!("attribute `{name}` has more than {max} bytes"))
    }

    /// Returns the bytes of all attributes, including the names of extensions, and of the data.
    pub(crate) fn size(&self) -> u64 {
        let given = [
            &self.subject,
            &self.time,
            &self.data_content_type,
            &self.data_schema,
        ];
        let extensions = self
            .extensions
            .iter()
            .flat_map(|(name, value)| [name, value]);
        let texts = [&self.id, &self.source, &self.type_]
            .into_iter()
            .chain(given.into_iter().flatten())
            .chain(extensions);
        let data = self.data.as_ref().map_or(0, Vec::len);
        (data + texts.map(String::len).sum::<usize>()) as u64
    }

    /// Writes one line in the JSON format of CloudEvents 1.0, without a line end.
    ///
    /// The order of keys is fixed, so equal events give equal bytes. JSON data is embedded without
    /// the white space between tokens, text of a textual media type becomes a string, and all other
    /// data becomes `data_base64`.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::event(self)
    }
}
