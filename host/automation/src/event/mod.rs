//! CloudEvents 1.0 events and their JSON form, one to a line.

mod json;
mod media;
mod read;
mod write;

pub(crate) use json::check as check_json;
pub(crate) use media::Media;
pub use read::EventError;

use std::collections::BTreeMap;

/// A CloudEvents 1.0 event.
///
/// Absent is `None`; an empty attribute is an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Identifies the event together with `source`. Never empty.
    pub id: String,
    /// Where it comes from, a URI reference. Never empty.
    pub source: String,
    /// What happened. Never empty.
    pub type_: String,
    /// What it is about, within `source`.
    pub subject: Option<String>,
    /// When it happened, RFC 3339, as it was received.
    pub time: Option<String>,
    /// The media type of `data`. Where it is absent, `data` is JSON.
    pub data_content_type: Option<String>,
    /// A URI of the schema that `data` follows.
    pub data_schema: Option<String>,
    /// Extension attributes; booleans and integers in their canonical text form.
    pub extensions: BTreeMap<String, String>,
    /// The payload. JSON data is the exact text it was received as.
    pub data: Option<Vec<u8>>,
}

impl Event {
    /// The longest line that [`Event::parse`] accepts, in bytes.
    pub const MAX_LINE: usize = 16 << 20;

    /// The longest `id` and the longest `source`, in bytes. The host repeats both for each line of
    /// the log, each request and each output.
    pub const MAX_ID: usize = 4 << 10;
    /// The longest `time`, in bytes. Outputs without one have that of the event.
    pub const MAX_TIME: usize = 64;

    /// Parses one line in the JSON format of CloudEvents 1.0.
    ///
    /// `data` keeps its source text, byte for byte. A string under a media type that is not JSON is
    /// the text itself, and `data_base64` is decoded. Duplicate and unknown-typed attributes, missing
    /// ones, another `specversion`, over 128 attributes, lines over [`Event::MAX_LINE`], an `id` or
    /// `source` over [`Event::MAX_ID`] and a `time` over [`Event::MAX_TIME`] are errors.
    pub fn parse(line: &[u8]) -> Result<Self, EventError> {
        read::event(line)
    }

    /// Parses a line that [`Event::to_json`] wrote, of any length.
    pub(crate) fn parse_committed(line: &[u8]) -> Result<Self, EventError> {
        read::event_of_any_length(line)
    }

    /// Returns what is wrong when an attribute that the host repeats is too long.
    pub(crate) fn too_long(&self) -> Option<String> {
        let time = self.time.as_ref().map_or(0, String::len);
        let (name, _, max) = [
            ("id", self.id.len(), Self::MAX_ID),
            ("source", self.source.len(), Self::MAX_ID),
            ("time", time, Self::MAX_TIME),
        ]
        .into_iter()
        .find(|(_, bytes, max)| bytes > max)?;
        Some(format!("attribute `{name}` has over {max} bytes"))
    }

    /// Returns the bytes of all attributes, names of extensions included, and of the data.
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
        let texts = [&self.id, &self.source, &self.type_].into_iter();
        let texts = texts.chain(given.into_iter().flatten()).chain(extensions);
        let data = self.data.as_ref().map_or(0, Vec::len);
        (data + texts.map(String::len).sum::<usize>()) as u64
    }

    /// Writes one line in the JSON format of CloudEvents 1.0, without a line end.
    ///
    /// The order of keys is fixed, so equal events give equal bytes. JSON data is embedded as it is,
    /// less the white space between tokens; text of a textual media type becomes a string;
    /// everything else `data_base64`.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::event(self)
    }
}
