//! Tables of numbers: every limit is a row, and one table feeds the settings, the reference and the
//! switches. A row that does not say what the number is when it is off does not compile.

/// One limit, for the reference and for help texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitRow {
    /// The name of the field.
    pub name: &'static str,
    /// The number that holds where nothing else is said.
    pub default: u64,
    /// The code of what a run or a load ends as when it goes beyond, if it ends.
    pub ends_as: Option<&'static str>,
    /// What is counted, in which unit.
    pub meaning: &'static str,
}

/// Defines numbers that whoever embeds the sandbox may set.
macro_rules! settings {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    (
        $(#[$meta:meta])*
        $prefix:literal $name:ident {$(
            $(#[doc = $doc:literal])+
            $field:ident = $default:expr, off $off:expr $(, ends as $code:literal)?;
        )+}
    ) => {
        $(#[$meta])*
        ///
        /// Reads from any serde format; what is left out keeps its default.
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

            #[allow(dead_code, reason = "read only where switches are compiled in")]
            pub(crate) const SWITCHES: &[$crate::switch::Switch] = &[$($crate::switch::Switch {
                name: concat!($prefix, ".", stringify!($field)),
                meaning: concat!($($doc),+).trim_ascii(),
            },)+];

            /// Returns the numbers that hold: these, unless one is switched off for the mutation
            /// check. Whoever enforces a number asks here.
            #[doc(hidden)]
            #[must_use]
            pub fn in_force(&self) -> Self {
                Self {$(
                    $field: $crate::switch::number(
                        concat!($prefix, ".", stringify!($field)),
                        self.$field,
                        $off,
                    ),
                )+}
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }
    };
}

/// Defines numbers that are the same in every sandbox: a function for each.
macro_rules! fixed {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    ($(
        $(#[doc = $doc:literal])+
        $field:ident: $type:ty = $value:expr, off $off:expr $(, ends as $code:literal)?;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[inline]
            pub(crate) fn $field() -> $type {
                $crate::switch::number(concat!("fixed.", stringify!($field)), $value, $off)
            }
        )+

        /// The limits that are the same in every sandbox.
        pub const FIXED: &[$crate::LimitRow] = &[$($crate::LimitRow {
            name: stringify!($field),
            default: {
                let value: $type = $value;
                value as u64
            },
            ends_as: fixed!(@code $($code)?),
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];

        #[allow(dead_code, reason = "read only where switches are compiled in")]
        pub(crate) const SWITCHES: &[$crate::switch::Switch] = &[$($crate::switch::Switch {
            name: concat!("fixed.", stringify!($field)),
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];
    };
}

pub(crate) use {fixed, settings};
