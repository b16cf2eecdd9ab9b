//! Makes a [`Value`] of anything that serde can serialise, and finds what has no JSON form.

use serde::ser::{self, Serialize};

use super::error::WriteError;
use super::parts::{Fields, List, Members, Variant};
use super::{MAX_DEPTH, Number, Value};

type Result<T = Value> = std::result::Result<T, WriteError>;

/// The name under which [`Number`] serialises an integer of more than 128 bits, as its digits.
pub(super) const DIGITS: &str = "$guesthouse_sdk::json::Number";

/// The names under which serde_json serialises a number with all digits, and text that is JSON.
pub(super) const TEXTS: [&str; 2] = [
    "$serde_json::private::Number",
    "$serde_json::private::RawValue",
];

/// Makes a value inside `depth` arrays and objects.
#[derive(Clone, Copy)]
pub(super) struct Builder {
    pub(super) depth: usize,
}

impl Builder {
    /// Makes a value, and names its type if it has no JSON form.
    pub(super) fn build<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self).map_err(WriteError::of_type::<T>)
    }

    pub(super) fn enter(self) -> Result<Self> {
        if self.depth == MAX_DEPTH {
            return Err(WriteError::too_deep());
        }
        let depth = self.depth + 1;
        Ok(Self { depth })
    }
}

macro_rules! numbers {
    ($($method:ident($type:ty))*) => {
        $(fn $method(self, value: $type) -> Result { Ok(value.into()) })*
    };
}

impl ser::Serializer for Builder {
    type Ok = Value;
    type Error = WriteError;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Variant<List>;
    type SerializeMap = Members;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Variant<Members>;

    numbers! {
        serialize_bool(bool) serialize_str(&str)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
    }

    fn serialize_f32(self, value: f32) -> Result {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result {
        if value.is_finite() {
            Ok(value.into())
        } else {
            Err(WriteError::non_finite())
        }
    }

    fn serialize_char(self, value: char) -> Result {
        Ok(value.to_string().into())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.enter()?;
        Ok(value.iter().copied().collect())
    }

    fn serialize_none(self) -> Result {
        Ok(Value::Null)
    }

    fn serialize_unit(self) -> Result {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        Ok(variant.into())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        self.build(value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result {
        match self.build(value)? {
            Value::String(digits) if name == DIGITS => Ok(Number::integer(&digits).into()),
            value => Ok(value),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        let mut object = Members::new(self)?;
        object.add(variant, value)?;
        Ok(object.into())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List> {
        List::new(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<List> {
        List::new(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List> {
        List::new(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Variant<List>> {
        let content = List::new(self.enter()?)?;
        Ok(Variant { name, content })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members> {
        Members::new(self)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields> {
        if TEXTS.contains(&name) {
            return Ok(Fields::Text(self, Value::Null));
        }
        Ok(Fields::Members(Members::new(self)?))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Variant<Members>> {
        let content = Members::new(self.enter()?)?;
        Ok(Variant { name, content })
    }
}
