use std::error::Error;
use std::fmt;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// A number is infinite or NaN.
    NonFinite,
    /// More than 128 nested arrays and objects.
    TooDeep,
    /// Not a JSON value, for example a map with keys that are not strings.
    Unsupported,
}

impl ParseError {
    pub(super) fn new(kind: ParseErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }
}

impl Error for ParseError {}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid JSON: {} at byte {}", self.kind, self.offset)
    }
}

/// Writes the code in `docs/reference/json.md`.
impl fmt::Display for ParseErrorKind {
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
    /// Returns the code in `docs/reference/json.md`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NonFinite => "non-finite",
            Self::TooDeep => "too-deep",
            Self::Unsupported => "unsupported",
        }
    }
}

impl Error for WriteError {}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the value as JSON: {}", self.code())
    }
}
