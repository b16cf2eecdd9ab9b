use std::error::Error;
use std::fmt;

/// An input is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// Where, in bytes from the start of the input.
    pub offset: usize,
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// Not UTF-8.
    InvalidUtf8,
    /// Not RFC 8259.
    Syntax,
    /// An escape that is no half of a surrogate pair.
    LoneSurrogate,
    /// A number with fraction or exponent beyond the range of a double.
    NonFinite,
    /// Arrays and objects nested over 128 deep.
    TooDeep,
}

/// A value has no JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// A number is infinite or not a number.
    NonFinite,
    /// Arrays and objects are nested over 128 deep.
    TooDeep,
    /// Not a JSON value, for example a map whose keys are no text.
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
        write!(f, "not JSON: {} at byte {}", self.kind, self.offset)
    }
}

/// The code in `docs/reference/json.md`.
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
    /// The code in `docs/reference/json.md`.
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
        write!(f, "cannot be written as JSON: {}", self.code())
    }
}
