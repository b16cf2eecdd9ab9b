//! Bytes in JSON: text where they are UTF-8, else base64.

use data_encoding::{BASE64, DecodeError};
use serde::{Deserialize, Serialize};

/// Bytes that a recording keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Form", try_from = "Form")]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Binary { base64: String },
}

impl From<Bytes> for Form {
    fn from(bytes: Bytes) -> Self {
        match String::from_utf8(bytes.0) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Binary {
                base64: BASE64.encode(error.as_bytes()),
            },
        }
    }
}

impl TryFrom<Form> for Bytes {
    type Error = DecodeError;

    fn try_from(form: Form) -> Result<Self, DecodeError> {
        match form {
            Form::Text(text) => Ok(Self(text.into_bytes())),
            Form::Binary { base64 } => BASE64.decode(base64.as_bytes()).map(Self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn bytes_are_text_where_they_can_be() {
        for (bytes, json) in [
            (&b"a\"b"[..], r#""a\"b""#),
            (&[0xff, 0x00][..], r#"{"base64":"/wA="}"#),
            (&b""[..], r#""""#),
        ] {
            let bytes = Bytes(bytes.to_vec());
            assert_eq!(serde_json::to_string(&bytes).unwrap(), json);
            assert_eq!(serde_json::from_str::<Bytes>(json).unwrap(), bytes);
        }
        assert!(serde_json::from_str::<Bytes>(r#"{"base64":"?"}"#).is_err());
    }
}
