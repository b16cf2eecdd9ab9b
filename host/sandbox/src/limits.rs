//! Limits on what one run of a guest may consume: names, units and defaults, here and only here.
//!
//! Every limit is on by default. [`Limits`] carries the numbers, [`Limit`] names the one that ended
//! a run.

use serde::{Deserialize, Serialize};

/// Defines the numbers and the closed set of names from one table, so that neither can be
/// extended without the other.
macro_rules! limits {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    ($(
        $(#[doc = $doc:literal])+
        $field:ident: $type:ty = $default:expr $(, ends as $variant:ident $code:literal)?;
    )+) => {
        /// How much one run may consume. Each number has its unit in its documentation.
        ///
        /// Reads from any serde format; what is left out keeps its default.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Limits {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        impl Limits {
            /// Every number of the table, for the reference and for help texts.
            pub const TABLE: &[LimitRow] = &[$(LimitRow {
                name: stringify!($field),
                default: $default,
                ends_as: limits!(@code $($code)?),
                meaning: concat!($($doc),+),
            },)+];
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        /// A limit that ended a run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Limit {
            $($(
                #[doc = concat!("The guest went beyond [`Limits::", stringify!($field), "`].")]
                $variant,
            )?)+
        }

        impl Limit {
            /// Every limit, in the order of the table.
            pub const ALL: &[Self] = &[$($(Self::$variant,)?)+];

            /// Returns the stable word for machines.
            pub fn code(self) -> &'static str {
                match self {
                    $($(Self::$variant => $code,)?)+
                }
            }

            /// Returns the number that `limits` sets for this limit.
            pub fn of(self, limits: &Limits) -> u64 {
                match self {
                    $($(Self::$variant => limits.$field,)?)+
                }
            }
        }
    };
}

/// One number of [`Limits::TABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitRow {
    /// The name of the field.
    pub name: &'static str,
    /// The number that holds where nothing else is said.
    pub default: u64,
    /// The code of the [`Limit`] a run ends as, if it ends.
    pub ends_as: Option<&'static str>,
    /// What is counted, in which unit.
    pub meaning: &'static str,
}

limits! {
    /// CPU of the call, in fuel: about one unit for each instruction, plus the host's work for the
    /// guest at the prices of [`crate::price`]. The same on every machine.
    fuel: u64 = 5_000_000_000, ends as Fuel "fuel";
    /// CPU of the instantiation, in fuel. Its own budget, because how much of it an instance needs
    /// depends on how the engine initialises memory.
    start_fuel: u64 = 1_000_000_000, ends as StartFuel "start-fuel";
    /// Bytes of linear memory, summed over all memories of the run.
    memory: u64 = 128 << 20, ends as Memory "memory";
    /// Table elements, summed over all tables of the run.
    tables: u64 = 200_000, ends as Tables "tables";
    /// Live resource handles, the guest's and the host's.
    handles: u64 = 10_000, ends as Handles "handles";
    /// Calls from the guest to the host.
    host_calls: u64 = 100_000, ends as HostCalls "host-calls";
    /// Bytes that one call may lift out of the guest, as arguments of an import or as the result of
    /// an export.
    call_bytes: u64 = 64 << 20, ends as CallBytes "call-bytes";
    /// Bytes that cross the border through host functions, summed over the run.
    host_bytes: u64 = 256 << 20, ends as HostBytes "host-bytes";
    /// Results the guest may return. Counted by the domain.
    outputs: u64 = 1_000, ends as Outputs "outputs";
    /// Bytes of results the guest may return. Counted by the domain.
    output_bytes: u64 = 16 << 20, ends as OutputBytes "output-bytes";
    /// Milliseconds of real time for the whole run, waiting included. Ends as a time-out, which is
    /// never the guest's verdict.
    wall_ms: u64 = 30_000;
    /// Log lines kept. More are dropped and counted.
    log_lines: u64 = 1_000;
    /// Bytes kept of one log line. A longer line is cut.
    log_line_bytes: u64 = 8 << 10;
    /// Bytes of log lines kept. More are dropped and counted.
    log_bytes: u64 = 256 << 10;
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
