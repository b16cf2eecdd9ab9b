//! Limits on one run of a guest, with units and defaults. Only this table defines them.
//!
//! Every limit is on by default. [`Limits`] carries the numbers, [`Limit`] names the one that ended
//! a run.

use crate::limit_table::settings;
use serde::Serialize;

/// Defines the numbers and the closed set of names from one table, so that neither can be
/// extended without the other.
macro_rules! limits {
    ($(
        $(#[doc = $doc:literal])+
        $field:ident = $default:expr $(, ends as $variant:ident $code:literal)?;
    )+) => {
        settings! {
            /// How much one run may consume. Each number has its unit in its documentation.
            Limits {$(
                $(#[doc = $doc])+
                $field = $default $(, ends as $code)?;
            )+}
        }

        /// A limit that ended a run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Limit {
            $($(
                #[doc = concat!("The guest went beyond [`Limits::", stringify!($field), "`].")]
                $variant,
            )?)+
            /// The guest exceeded a limit of the domain, given by its code.
            Domain(&'static str),
        }

        impl Limit {
            /// Every limit of the sandbox, in the order of the table.
            pub const ALL: &[Self] = &[$($(Self::$variant,)?)+];

            /// Returns the code, which never changes.
            pub fn code(self) -> &'static str {
                match self {
                    $($(Self::$variant => $code,)?)+
                    Self::Domain(code) => code,
                }
            }
        }
    };
}

limits! {
    /// CPU of the call, in fuel: about one unit for each instruction, plus the
    /// [prices](crate::price) of the host's work. The same on every machine.
    fuel = 5_000_000_000, ends as Fuel "fuel";
    /// CPU of the instantiation, in fuel. A separate budget, because its fuel depends on how the
    /// engine initialises memory.
    start_fuel = 1_000_000_000, ends as StartFuel "start-fuel";
    /// Bytes of linear memory, summed over all memories of the run. Includes the memory
    /// that the engine needs for the instances, and eight bytes for each table element.
    memory = 128 << 20, ends as Memory "memory";
    /// Table elements, summed over all tables of the run.
    tables = 200_000, ends as Tables "tables";
    /// Live resource handles, the guest's and the host's.
    handles = 10_000, ends as Handles "handles";
    /// Calls from the guest to the host.
    host_calls = 100_000, ends as HostCalls "host-calls";
    /// Bytes that one call may make the host allocate: arguments of an import, the result of an
    /// export, or random bytes.
    call_bytes = 4 << 20, ends as CallBytes "call-bytes";
    /// Bytes that host functions copy in either direction, summed over the run.
    host_bytes = 256 << 20, ends as HostBytes "host-bytes";
    /// Milliseconds of real time for the run. Includes time that the guest waits for the host, but
    /// not time that the run waits for a run permit or a core. A run that exceeds it ends as class
    /// `timeout`, which never blames the guest.
    deadline_ms = 30_000;
    /// Log lines that the host keeps. It drops and counts further lines.
    log_lines = 1_000;
    /// Bytes of one log line. The host truncates a longer line.
    log_line_bytes = 8 << 10;
    /// Bytes of all log lines. The host drops and counts further lines.
    log_bytes = 256 << 10;
}

impl Limits {
    /// Returns the limits without the memory that the engine needs for the instances.
    pub(crate) fn reserving(mut self, overhead: u64) -> Self {
        self.memory = self.memory.saturating_sub(overhead);
        self
    }
}

impl AsRef<Self> for Limits {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Serialize for Limit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
