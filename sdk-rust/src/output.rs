use std::collections::BTreeMap;

use serde::Serialize;

use crate::bindings::guesthouse::automation::types;
use crate::json::{self, WriteError};

/// An event that the host publishes if the plugin succeeds.
///
/// The host fills in what is absent and checks the rest. An output that breaks a rule ends the
/// event as `invalid-output`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// If absent, the host derives one from the handled event and the output's position, so that
    /// handling the event again gives the same id.
    pub id: Option<String>,
    /// If absent, the host uses the source that the policy sets for this plugin. Otherwise the
    /// policy must allow it.
    pub source: Option<String>,
    /// The kind of event. Must not be empty.
    pub r#type: String,
    /// The subject of the event, within `source`.
    pub subject: Option<String>,
    /// When it happened, in RFC 3339 format. If absent, the host uses the time of the handled
    /// event, if that has one.
    pub time: Option<String>,
    /// The media type of `data`. If absent, `data` must be JSON.
    pub data_content_type: Option<String>,
    /// A URI of the schema that `data` follows.
    pub data_schema: Option<String>,
    /// Extension attributes. A name has 1 to 20 characters of `a-z0-9` and does not start with
    /// `gh`.
    pub extensions: BTreeMap<String, String>,
    /// The payload.
    pub data: Option<Vec<u8>>,
}

impl Output {
    /// Creates an output without data.
    pub fn new(r#type: impl Into<String>) -> Self {
        Self {
            r#type: r#type.into(),
            ..Self::default()
        }
    }

    /// Creates an output whose data is `value`, written with [`json::write`].
    ///
    /// # Errors
    /// The value has no JSON form, for example a number that is not finite.
    pub fn json(
        r#type: impl Into<String>,
        value: &(impl Serialize + ?Sized),
    ) -> Result<Self, WriteError> {
        let data = json::write(value)?;
        Ok(Self::bytes(r#type, "application/json", data))
    }

    /// Creates an output whose data is text.
    pub fn text(r#type: impl Into<String>, text: impl Into<String>) -> Self {
        Self::bytes(r#type, "text/plain; charset=utf-8", text.into())
    }

    /// Creates an output with data of the given media type.
    pub fn bytes(
        r#type: impl Into<String>,
        media_type: impl Into<String>,
        data: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            data_content_type: Some(media_type.into()),
            data: Some(data.into()),
            ..Self::new(r#type)
        }
    }

    /// Sets the id.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..self
        }
    }

    /// Sets the source.
    #[must_use]
    pub fn with_source(self, source: impl Into<String>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }

    /// Sets the subject.
    #[must_use]
    pub fn with_subject(self, subject: impl Into<String>) -> Self {
        Self {
            subject: Some(subject.into()),
            ..self
        }
    }

    /// Sets the time, in RFC 3339 format.
    #[must_use]
    pub fn with_time(self, time: impl Into<String>) -> Self {
        Self {
            time: Some(time.into()),
            ..self
        }
    }

    /// Sets the URI of the schema that the data follows.
    #[must_use]
    pub fn with_data_schema(self, schema: impl Into<String>) -> Self {
        Self {
            data_schema: Some(schema.into()),
            ..self
        }
    }

    /// Sets an extension attribute.
    #[must_use]
    pub fn with_extension(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extensions.insert(name.into(), value.into());
        self
    }
}

impl From<Output> for types::Output {
    fn from(output: Output) -> Self {
        let extensions = output.extensions.into_iter();
        Self {
            id: output.id,
            source: output.source,
            type_: output.r#type,
            subject: output.subject,
            time: output.time,
            data_content_type: output.data_content_type,
            data_schema: output.data_schema,
            extensions: extensions
                .map(|(name, value)| types::Attribute { name, value })
                .collect(),
            data: output.data,
        }
    }
}
