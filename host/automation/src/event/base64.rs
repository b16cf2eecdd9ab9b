//! Decodes `data_base64`, and says what is wrong with text that is not base64.

use super::EventError;
use data_encoding::BASE64_MIME;

const AGAIN: &str = "encode the data again, for example with `base64 -w0 FILE`";
const URL_ALPHABET: &str =
    "the text is in the URL alphabet: write `+` for `-`, `/` for `_`, and padding at the end";

/// Decodes base64 with padding. Encoders for MIME break the text into lines.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, EventError> {
    BASE64_MIME.decode(text.as_bytes()).map_err(|error| {
        let (what, hint) = foreign(text)
            .or_else(|| wrong_padding(text))
            .unwrap_or_else(|| {
                (
                    format!("is not base64 from character {}", error.position + 1),
                    AGAIN.into(),
                )
            });
        EventError::new("invalid-data", format!("`data_base64` {what}")).with_hint(hint)
    })
}

/// Finds a character that base64 does not have.
fn foreign(text: &str) -> Option<(String, String)> {
    let is_known = |c: char| c.is_ascii_alphanumeric() || "+/=\r\n".contains(c);
    let (at, found) = text.chars().enumerate().find(|(_, c)| !is_known(*c))?;
    let hint = match found {
        '-' | '_' => URL_ALPHABET,
        _ => AGAIN,
    };
    let what = format!(
        "has `{found}` at character {}, which is not in base64",
        at + 1
    );
    Some((what, hint.to_owned()))
}

/// Compares the padding at the end with what the number of characters before it needs.
fn wrong_padding(text: &str) -> Option<(String, String)> {
    let text: String = text.chars().filter(|c| !"\r\n".contains(*c)).collect();
    let data = text.trim_end_matches('=');
    if data.contains('=') {
        return None;
    }
    let needed = match data.len() % 4 {
        0 => "",
        2 => "==",
        3 => "=",
        _ => {
            let what = format!("is cut off: it ends after character {}", data.len());
            return Some((what, AGAIN.to_owned()));
        }
    };
    let found = text.get(data.len()..).unwrap_or_default();
    if found == needed {
        return None;
    }
    let number = data.len();
    let what = match found {
        "" => format!("has no padding after its last character, character {number}"),
        _ => format!("has the padding `{found}` after character {number}"),
    };
    let hint = match needed {
        "" => "end it without `=`".to_owned(),
        _ => format!("end it with `{needed}`, so that its length is a multiple of 4"),
    };
    Some((what, hint))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_message_says_what_is_wrong_and_where_and_the_hint_what_to_do() {
        for (text, message, hint) in [
            (
                "aGVsbG8",
                "has no padding after its last character, character 7",
                "`=`,",
            ),
            (
                "aGVs\r\nbA",
                "has no padding after its last character, character 6",
                "`==`,",
            ),
            ("aGVsbA=", "has the padding `=` after character 6", "`==`,"),
            (
                "aGVs==",
                "has the padding `==` after character 4",
                "without `=`",
            ),
            ("aGVsb", "is cut off: it ends after character 5", "again"),
            (
                "a-_=",
                "has `-` at character 2, which is not in base64",
                "`+` for `-`",
            ),
            (
                "aGV\n!",
                "has `!` at character 5, which is not in base64",
                "again",
            ),
            ("aGVsbB==", "is not base64 from character 6", "again"),
            ("a=GV", "is not base64 from character 2", "again"),
        ] {
            let error = decode(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`data_base64` {message}"),
                "{text}"
            );
            assert!(
                error.hint().unwrap_or_default().contains(hint),
                "{text}: {error:?}"
            );
        }
    }
}
