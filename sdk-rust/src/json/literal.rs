use serde::Serialize;

use super::{Value, to_value};

/// Makes a [`Value`](crate::json::Value) from a JSON literal. An expression in it may have any type
/// that implements [`serde::Serialize`].
///
/// ```
/// # use guesthouse_sdk::json::{self, json};
/// let (login, pushes) = ("octocat", 7);
/// let value = json!({ "login": login, "pushes": [pushes, pushes + 1], "team": null });
/// assert_eq!(json::write(&value)?, r#"{"login":"octocat","pushes":[7,8],"team":null}"#);
/// # Ok::<(), json::WriteError>(())
/// ```
///
/// # Panics
/// The macro panics if an expression has no JSON form, for example a map with keys that are not
/// text. [`json::to_value`](crate::json::to_value) returns an error instead.
#[doc(hidden)]
#[macro_export]
macro_rules! __json {
    (null) => { $crate::json::Value::Null };
    ([ $($items:tt)* ]) => {{
        #[allow(unused_mut, clippy::vec_init_then_push)]
        {
            let mut items = ::std::vec::Vec::new();
            $crate::__json_items!(items $($items)*);
            $crate::json::Value::Array(items)
        }
    }};
    ({ $($members:tt)* }) => {{
        #[allow(unused_mut)]
        {
            let mut members = $crate::json::Map::new();
            $crate::__json_members!(members $($members)*);
            $crate::json::Value::Object(members)
        }
    }};
    ($value:expr) => { $crate::json::literal_value(&$value) };
}

/// Adds the items of an array literal, one by one.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_items {
    ($items:ident) => {};
    ($items:ident null $(, $($rest:tt)*)?) => { $crate::__json_item!($items null; $($($rest)*)?) };
    ($items:ident [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $crate::__json_item!($items [ $($inner)* ]; $($($rest)*)?)
    };
    ($items:ident { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $crate::__json_item!($items { $($inner)* }; $($($rest)*)?)
    };
    ($items:ident $value:expr $(, $($rest:tt)*)?) => {
        $items.push($crate::json::literal_value(&$value));
        $crate::__json_items!($items $($($rest)*)?);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __json_item {
    ($items:ident $item:tt; $($rest:tt)*) => {
        $items.push($crate::__json!($item));
        $crate::__json_items!($items $($rest)*);
    };
}

/// Adds the members of an object literal, one by one.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_members {
    ($members:ident) => {};
    ($members:ident $key:tt: null $(, $($rest:tt)*)?) => {
        $crate::__json_member!($members $key null; $($($rest)*)?)
    };
    ($members:ident $key:tt: [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $crate::__json_member!($members $key [ $($inner)* ]; $($($rest)*)?)
    };
    ($members:ident $key:tt: { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $crate::__json_member!($members $key { $($inner)* }; $($($rest)*)?)
    };
    ($members:ident $key:tt: $value:expr $(, $($rest:tt)*)?) => {
        $members.insert(::std::convert::Into::into($key), $crate::json::literal_value(&$value));
        $crate::__json_members!($members $($($rest)*)?);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __json_member {
    ($members:ident $key:tt $value:tt; $($rest:tt)*) => {
        $members.insert(::std::convert::Into::into($key), $crate::__json!($value));
        $crate::__json_members!($members $($rest)*);
    };
}

/// Used in the expansion of the macro.
#[doc(hidden)]
#[track_caller]
#[expect(
    clippy::panic,
    reason = "a literal has no other way to report a mistake, and the place is the author's"
)]
pub fn literal_value(value: &(impl Serialize + ?Sized)) -> Value {
    match to_value(value) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
