use std::error::Error;
use std::fmt::{self, Display};

use serde::{de, ser};

use super::MAX_DEPTH;

/// The input is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// The kind of error.
    pub kind: ParseErrorKind,
    /// The offset in bytes from the start of the input.
    pub offset: usize,
}

/// Why an input is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// Not UTF-8.
    InvalidUtf8,
    /// Not RFC 8259.
    Syntax,
    /// An escape that is not part of a surrogate pair.
    LoneSurrogate,
    /// A number with a fraction or exponent that exceeds the range of a double.
    NonFinite,
    /// More than 128 nested arrays and objects.
    TooDeep,
}

/// The value has no JSON form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteError {
    /// The kind of error.
    pub kind: WriteErrorKind,
    /// Where in the value, for example `$.prices[0]`. `$` is the value itself.
    pub path: Path,
    /// The type of the part that has no JSON form.
    type_name: &'static str,
    detail: String,
}

/// Why a value has no JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteErrorKind {
    /// A number is infinite or NaN.
    NonFinite,
    /// More than 128 nested arrays and objects.
    TooDeep,
    /// Not a JSON value, for example a map with keys that are not strings.
    Unsupported,
}

/// A JSON value does not have the expected type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeError {
    /// Where in the value, for example `$.prices[0]`. `$` is the value itself.
    pub path: Path,
    message: String,
}

/// A place in a JSON value. Its text begins with `$`, which is the whole value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The parts after `$`, outermost last: an error learns them on its way out.
    parts: Vec<String>,
}

impl Path {
    pub(super) fn add_index(&mut self, index: usize) {
        self.parts.push(format!("[{index}]"));
    }

    pub(super) fn add_key(&mut self, key: &str) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_plain = !key.is_empty() && key.chars().all(is_word);
        self.parts.push(match key.char_indices().nth(MAX_KEY) {
            None if is_plain => format!(".{key}"),
            None => format!("[{key:?}]"),
            Some((end, _)) => format!("[{:?}…]", key.get(..end).unwrap_or_default()),
        });
    }
}

/// The characters of a key and the parts of a path that a message shows.
const MAX_KEY: usize = 40;
const MAX_PARTS: usize = 8;

impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for part in self.parts.iter().rev().take(MAX_PARTS) {
            f.write_str(part)?;
        }
        if self.parts.len() > MAX_PARTS {
            f.write_str("…")?;
        }
        Ok(())
    }
}

impl ParseError {
    pub(super) fn new(kind: ParseErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }
}

impl Error for ParseError {}

impl Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid JSON: {} at byte {}", self.kind, self.offset)
    }
}

/// Writes the code in `docs/reference/json.md`.
impl Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidUtf8 => "invalid-utf8",
            Self::Syntax => "syntax",
            Self::LoneSurrogate => "lone-surrogate",
            Self::NonFinite => "non-finite",
            Self::TooDeep => "too-deep",
        })
    }
}

impl WriteError {
    pub(super) fn new(kind: WriteErrorKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            path: Path::default(),
            type_name: "",
            detail: detail.into(),
        }
    }

    pub(super) fn non_finite() -> Self {
        let detail = "JSON has no NaN and no infinity: write null or text";
        Self::new(WriteErrorKind::NonFinite, detail)
    }

    pub(super) fn too_deep() -> Self {
        let detail = format!("more than {MAX_DEPTH} nested arrays and objects");
        Self::new(WriteErrorKind::TooDeep, detail)
    }

    /// Names the type of the part, unless the type of a part inside it is known.
    pub(super) fn of_type<T: ?Sized>(mut self) -> Self {
        if self.type_name.is_empty() {
            self.type_name = std::any::type_name::<T>().trim_start_matches('&');
        }
        self
    }
}

impl Error for WriteError {}

impl ser::Error for WriteError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(WriteErrorKind::Unsupported, message.to_string())
    }
}

impl Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            path,
            type_name,
            detail,
        } = self;
        write!(
            f,
            "cannot write the value as JSON: {kind} at {path} ({type_name}): {detail}"
        )
    }
}

/// Writes the code in `docs/reference/json.md`.
impl Display for WriteErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NonFinite => "non-finite",
            Self::TooDeep => "too-deep",
            Self::Unsupported => "unsupported",
        })
    }
}

impl Error for TypeError {}

impl de::Error for TypeError {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            path: Path::default(),
            message: message.to_string(),
        }
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        match found {
            de::Unexpected::Unit => {
                Self::custom(format_args!("invalid type: null, expected {expected}"))
            }
            found => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }
}

impl Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.message, self.path)
    }
}
