//! Reads a type of the author out of a [`Value`], as serde_json does without features.

use std::{collections::btree_map, vec};

use serde::de::value::{MapDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::error::TypeError;
use super::keys::KeyReader;
use super::to_value::DIGITS;
use super::{Map, Number, Value};

type Result<T> = std::result::Result<T, TypeError>;

/// The name under which serde_json asks for the text of a value.
const RAW: &str = "$serde_json::private::RawValue";

/// Passes a value to the visitor of a type.
pub(super) struct Reader(pub(super) Value);

impl<'de> Deserializer<'de> for Reader {
    type Error = TypeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => visit_number(&number, visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visit_items(items, visitor),
            Value::Object(members) => visit_members(members, visitor),
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.as_number().and_then(Number::as_i128) {
            Some(number) => visitor.visit_i128(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.as_number().and_then(Number::as_u128) {
            Some(number) => visitor.visit_u128(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Variant {
                name,
                content: None,
            }),
            Value::Object(members) => {
                let mut members = members.into_iter();
                match (members.next(), members.next()) {
                    (Some((name, content)), None) => visitor.visit_enum(Variant {
                        name,
                        content: Some(content),
                    }),
                    _ => Err(TypeError::invalid_value(
                        Unexpected::Map,
                        &"an object with one member, the variant",
                    )),
                }
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match self.0 {
            // Only `Value` and `Number` ask by this name: bytes are the digits.
            Value::Number(number) if name == DIGITS && number.is_large() => {
                visitor.visit_bytes(number.to_string().as_bytes())
            }
            value if name == RAW => {
                let text = [(RAW, value.to_string())];
                visitor.visit_map(MapDeserializer::<_, TypeError>::new(text.into_iter()))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

/// An integer of more than 64 bits is a double for a type that does not ask for 128 bits.
fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64())
    }
}

fn visit_items<'de, V: Visitor<'de>>(items: Vec<Value>, visitor: V) -> Result<V::Value> {
    let count = items.len();
    let mut items = Items {
        rest: items.into_iter(),
        read: 0,
    };
    let value = visitor.visit_seq(&mut items)?;
    if items.rest.len() > 0 {
        return Err(TypeError::invalid_length(count, &"fewer items"));
    }
    Ok(value)
}

fn visit_members<'de, V: Visitor<'de>>(members: Map, visitor: V) -> Result<V::Value> {
    let count = members.len();
    let mut members = Members {
        rest: members.into_iter(),
        next: None,
    };
    let value = visitor.visit_map(&mut members)?;
    if members.rest.len() > 0 {
        return Err(TypeError::invalid_length(count, &"fewer members"));
    }
    Ok(value)
}

struct Items {
    rest: vec::IntoIter<Value>,
    read: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = TypeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(item) = self.rest.next() else {
            return Ok(None);
        };
        let value = seed.deserialize(Reader(item)).map_err(|mut error| {
            error.path.add_index(self.read);
            error
        })?;
        self.read += 1;
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Members {
    rest: btree_map::IntoIter<String, Value>,
    next: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = TypeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.next = self.rest.next();
        let key = self.next.as_ref().map(|(key, _)| key.clone());
        key.map(|key| seed.deserialize(KeyReader(key))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value> {
        let (key, value) = self.next.take().unwrap_or_default();
        seed.deserialize(Reader(value)).map_err(|mut error| {
            error.path.add_key(&key);
            error
        })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Variant {
    name: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = TypeError;
    type Variant = Content;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content)> {
        let name: StringDeserializer<TypeError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// What a variant holds, if it holds anything.
struct Content(Option<Value>);

impl Content {
    fn reader(self, expected: &'static str) -> Result<Reader> {
        let missing = || TypeError::invalid_type(Unexpected::UnitVariant, &expected);
        self.0.map(Reader).ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = TypeError;

    fn unit_variant(self) -> Result<()> {
        match self.0 {
            Some(content) => de::Deserialize::deserialize(Reader(content)),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.reader("a variant with a value")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        let reader = self.reader("a variant with a list")?;
        reader.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let reader = self.reader("a variant with fields")?;
        reader.deserialize_struct("", fields, visitor)
    }
}
