//! The arrays and objects that [`Builder`] makes.

use serde::ser::{self, Serialize};

use super::error::{ParseError, ParseErrorKind, WriteError, WriteErrorKind};
use super::keys::KeyWriter;
use super::to_value::Builder;
use super::{Map, Value, parse};

type Result<T = Value> = std::result::Result<T, WriteError>;

/// An array that is being made.
pub(super) struct List {
    inner: Builder,
    items: Vec<Value>,
}

impl List {
    pub(super) fn new(outer: Builder) -> Result<Self> {
        let inner = outer.enter()?;
        let items = Vec::new();
        Ok(Self { inner, items })
    }

    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let item = self.inner.build(value).map_err(|mut error| {
            error.path.add_index(self.items.len());
            error
        })?;
        self.items.push(item);
        Ok(())
    }
}

/// An object that is being made.
pub(super) struct Members {
    inner: Builder,
    members: Map,
    /// The key of the next value.
    key: String,
}

impl Members {
    pub(super) fn new(outer: Builder) -> Result<Self> {
        Ok(Self {
            inner: outer.enter()?,
            members: Map::new(),
            key: String::new(),
        })
    }

    pub(super) fn add<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        let member = self.inner.build(value).map_err(|mut error| {
            error.path.add_key(key);
            error
        })?;
        self.members.insert(key.to_string(), member);
        Ok(())
    }
}

/// A struct that is being made: an object, or one of [`TEXTS`].
pub(super) enum Fields {
    Members(Members),
    Text(Builder, Value),
}

/// An enum's variant that is being made: an object with one member.
pub(super) struct Variant<C> {
    pub(super) name: &'static str,
    pub(super) content: C,
}

impl<C: Into<Value>> Variant<C> {
    fn add(&mut self, add: impl FnOnce(&mut C) -> Result<()>) -> Result<()> {
        add(&mut self.content).map_err(|mut error| {
            error.path.add_key(self.name);
            error
        })
    }

    fn finish(self) -> Value {
        Map::from([(self.name.to_string(), self.content.into())]).into()
    }
}

impl From<List> for Value {
    fn from(list: List) -> Self {
        Self::Array(list.items)
    }
}

impl From<Members> for Value {
    fn from(object: Members) -> Self {
        Self::Object(object.members)
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident)*) => {
        $(impl ser::$trait for List {
            type Ok = Value;
            type Error = WriteError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.add(value)
            }

            fn end(self) -> Result {
                Ok(self.into())
            }
        })*
    };
}

lists! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
}

impl ser::SerializeTupleVariant for Variant<List> {
    type Ok = Value;
    type Error = WriteError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.add(|list| list.add(value))
    }

    fn end(self) -> Result {
        Ok(self.finish())
    }
}

impl ser::SerializeStructVariant for Variant<Members> {
    type Ok = Value;
    type Error = WriteError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<()> {
        self.add(|object| object.add(key, value))
    }

    fn end(self) -> Result {
        Ok(self.finish())
    }
}

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = WriteError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = key.serialize(KeyWriter).map_err(WriteError::of_type::<T>)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = std::mem::take(&mut self.key);
        self.add(&key, value)
    }

    fn end(self) -> Result {
        Ok(self.into())
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = Value;
    type Error = WriteError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<()> {
        match self {
            Self::Members(object) => object.add(key, value)?,
            Self::Text(builder, text) => *text = builder.build(value)?,
        }
        Ok(())
    }

    fn end(self) -> Result {
        match self {
            Self::Members(object) => Ok(object.into()),
            // Written again, so that the limits hold for the whole value.
            Self::Text(builder, text) => parse(text.as_str().unwrap_or_default())
                .map_err(not_json)?
                .serialize(builder),
        }
    }
}

/// Returns the error of a text that claims to be JSON.
fn not_json(error: ParseError) -> WriteError {
    match error.kind {
        ParseErrorKind::NonFinite => WriteError::non_finite(),
        ParseErrorKind::TooDeep => WriteError::too_deep(),
        _ => WriteError::new(WriteErrorKind::Unsupported, error.to_string()),
    }
}
