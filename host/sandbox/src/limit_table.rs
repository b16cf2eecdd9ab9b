//! Tables of numbers: every limit is a row, and one table feeds the settings and the reference.

/// Defines numbers that the embedding program may set.
macro_rules! settings {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    (
        $(#[$meta:meta])*
        $name:ident {$(
            $(#[doc = $doc:literal])+
            $field:ident = $default:expr $(, ends as $code:literal)?;
        )+}
    ) => {
        $(#[$meta])*
        ///
        /// Deserializes from any serde format. A missing field has its default.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: u64,)+
        }

        impl $name {
            /// Every number of the table.
            pub const TABLE: &[$crate::LimitRow] = &[$($crate::LimitRow {
                name: stringify!($field),
                default: $default,
                ends_as: settings!(@code $($code)?),
                meaning: concat!($($doc),+).trim_ascii(),
            },)+];
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }
    };
}

/// Defines numbers that are the same in every sandbox: a constant for each.
macro_rules! fixed {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $type:ty = $value:expr $(, ends as $code:literal)?;
    )+) => {
        $(
            $(#[doc = $doc])+
            pub(crate) const $name: $type = $value;
        )+

        /// The limits that are the same in every sandbox.
        pub const FIXED: &[$crate::LimitRow] = &[$($crate::LimitRow {
            name: stringify!($name),
            default: $name as u64,
            ends_as: fixed!(@code $($code)?),
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];
    };
}

pub(crate) use {fixed, settings};
