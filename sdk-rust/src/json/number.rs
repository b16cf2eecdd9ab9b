use std::fmt;

/// A JSON number: an integer of any size, or a double.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(Repr);

#[derive(Clone, Debug, PartialEq)]
enum Repr {
    Small(i64),
    /// The digits of an integer that is not an `i64`.
    Large(Box<str>),
    Double(f64),
}

impl Number {
    /// Returns the number if it is an integer from -2^63 to 2^63 - 1.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the number if it is an integer from 0 to 2^64 - 1.
    pub fn as_u64(&self) -> Option<u64> {
        u64::try_from(self.as_u128()?).ok()
    }

    /// Returns the number if it is an integer from -2^127 to 2^127 - 1.
    pub fn as_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small(value) => Some((*value).into()),
            Repr::Large(digits) => digits.parse().ok(),
            Repr::Double(_) => None,
        }
    }

    /// Returns the number if it is an integer from 0 to 2^128 - 1.
    pub fn as_u128(&self) -> Option<u128> {
        match &self.0 {
            Repr::Small(value) => u128::try_from(*value).ok(),
            Repr::Large(digits) => digits.parse().ok(),
            Repr::Double(_) => None,
        }
    }

    /// Returns the nearest double.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Repr::Small(value) => *value as f64,
            Repr::Large(digits) => digits.parse().unwrap_or(f64::NAN),
            Repr::Double(value) => *value,
        }
    }

    /// Returns whether the number is an integer, which is exact at any size.
    pub fn is_integer(&self) -> bool {
        !matches!(self.0, Repr::Double(_))
    }

    /// Returns whether the number is an integer that is not an `i64`.
    pub(super) fn is_large(&self) -> bool {
        matches!(self.0, Repr::Large(_))
    }

    /// Returns the integer with these digits: an optional minus sign, then digits without leading
    /// zeros.
    pub(super) fn integer(digits: &str) -> Self {
        let small = digits.parse().map(Repr::Small);
        Self(small.unwrap_or_else(|_| Repr::Large(digits.into())))
    }
}

/// Writes the number as in JSON. A double that is not finite has no JSON form and becomes `null`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(value) => write!(f, "{value}"),
            Repr::Large(digits) => f.write_str(digits),
            Repr::Double(value) if value.is_finite() => {
                f.write_str(ryu_js::Buffer::new().format_finite(*value))
            }
            Repr::Double(_) => f.write_str("null"),
        }
    }
}

macro_rules! from_integers {
    ($($type:ty)*) => {
        $(impl From<$type> for Number {
            fn from(value: $type) -> Self {
                match i64::try_from(value) {
                    Ok(small) => Self(Repr::Small(small)),
                    Err(_) => Self(Repr::Large(value.to_string().into())),
                }
            }
        })*
    };
}

from_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(Repr::Double(value))
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Self(Repr::Double(value.into()))
    }
}
