//! The limits of a plugin: key, unit, default, code and meaning, here and only here. The policy
//! reader, the messages and the tables of the documentation come from these rows.

use guesthouse_sandbox::Limits as RunLimits;
use std::collections::BTreeMap;

/// What the number of a limit counts, and how a policy writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// A count, which a policy writes as a number.
    Count,
    /// Bytes, which a policy writes as `64KiB`.
    Bytes,
    /// Milliseconds, which a policy writes as `250ms` or `30s`.
    Milliseconds,
}

/// One limit that a policy can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyLimit {
    /// The key in a policy.
    pub key: &'static str,
    /// What the number counts.
    pub unit: Unit,
    /// The number where the policy has none.
    pub default: u64,
    /// The code of an event that goes beyond the limit, where it ends the event.
    pub code: Option<&'static str>,
    /// What is counted.
    pub meaning: &'static str,
}

/// Defines a struct of limits and its table of rows.
macro_rules! limits {
    (@code) => { None };
    (@code $code:literal) => { Some($code) };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[doc = $more_doc:literal])+ pub $more:ident: $type:ty,)?
        }
        $(
            $(#[doc = $doc:literal])+
            $key:literal $field:ident: $unit:ident = $default:expr $(, code $code:literal)?;
        )+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[doc = $more_doc])+ pub $more: $type,)?
            $($(#[doc = $doc])+ pub $field: u64,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($more: <$type>::default(),)? $($field: $default,)+ }
            }
        }

        impl $name {
            pub(crate) fn own_fields() -> impl Iterator<Item = Row<Self>> {
                let rows = [$(Row {
                    limit: PolicyLimit {
                        key: $key,
                        unit: Unit::$unit,
                        default: $default,
                        code: limits!(@code $($code)?),
                        meaning: concat!($($doc),+).trim_ascii(),
                    },
                    field: |limits: &mut Self| &mut limits.$field,
                },)+];
                rows.into_iter()
            }
        }
    };
}

/// A row and the field that holds its number.
pub(crate) struct Row<L> {
    pub(crate) limit: PolicyLimit,
    pub(crate) field: fn(&mut L) -> &mut u64,
}

limits! {
    /// How much one event of a plugin may consume, and how much its stores may hold.
    pub struct Limits {
        /// The limits of the run, which the sandbox enforces.
        pub run: RunLimits,
    }

    /// Bytes of the event: attributes and data. A larger event is `rejected`.
    "event_bytes" event_bytes: Bytes = 4 << 20, code "event-bytes";
    /// Plugins in the chain that leads to an output, this one included. Events carry the number in the
    /// extension `ghhops`.
    "hops" hops: Count = 8, code "hops";
    /// Events that the plugin returns.
    "outputs" outputs: Count = 1_000, code "outputs";
    /// Bytes of the returned events as the host writes them.
    "output_bytes" output_bytes: Bytes = 4 << 20, code "output-bytes";
    /// Requests to connections, including denied ones.
    "requests" requests: Count = 100, code "requests";
    /// Bytes of changes to stores that the host keeps until the event ends. Each change counts 128
    /// bytes more than its key and value.
    "state_bytes" state_bytes: Bytes = 4 << 20, code "state-bytes";
    /// Bytes of keys and values in one store. A change beyond the limit fails with `quota-exceeded`.
    "store_bytes" store_bytes: Bytes = 64 << 20;
    /// Keys in one store. A change beyond the limit fails with `quota-exceeded`.
    "store_keys" store_keys: Count = 100_000;
    /// Bytes of one value. A change with a larger value fails with `too-large`.
    "value_bytes" value_bytes: Bytes = 1 << 20;
}

limits! {
    /// How much one request to a connection may consume.
    pub struct ConnectionLimits {}

    /// Milliseconds of real time until the response is complete. A slower request fails with
    /// `timeout`.
    "timeout" timeout_ms: Milliseconds = 10_000;
    /// Bytes of the body of a request. A larger request fails with `too-large`.
    "request_bytes" request_bytes: Bytes = 1 << 20;
    /// Bytes of the body of a response. A larger response fails with `too-large`.
    "response_bytes" response_bytes: Bytes = 1 << 20;
}

impl AsRef<RunLimits> for Limits {
    fn as_ref(&self) -> &RunLimits {
        &self.run
    }
}

macro_rules! run_limits {
    ($($key:literal $field:ident: $unit:ident;)+) => {
        /// The limits of the sandbox: key, unit, name in the sandbox's table and field.
        const RUN: &[RunRow] = &[$(RunRow {
            key: $key,
            unit: Unit::$unit,
            name: stringify!($field),
            field: |limits| &mut limits.run.$field,
        },)+];
    };
}

/// A limit of the sandbox. Default, code and meaning are in the sandbox's table.
struct RunRow {
    key: &'static str,
    unit: Unit,
    name: &'static str,
    field: fn(&mut Limits) -> &mut u64,
}

run_limits! {
    "fuel" fuel: Count;
    "start_fuel" start_fuel: Count;
    "memory" memory: Bytes;
    "tables" tables: Count;
    "handles" handles: Count;
    "host_calls" host_calls: Count;
    "call_bytes" call_bytes: Bytes;
    "host_bytes" host_bytes: Bytes;
    "deadline" deadline_ms: Milliseconds;
    "log_lines" log_lines: Count;
    "log_line_bytes" log_line_bytes: Bytes;
    "log_bytes" log_bytes: Bytes;
}

impl Limits {
    /// Returns every limit that a policy sets for a plugin.
    pub fn rows() -> impl Iterator<Item = PolicyLimit> {
        Self::fields().map(|row| row.limit)
    }

    /// Returns the number of each limit by its key in a policy.
    pub(crate) fn numbers(&self) -> BTreeMap<String, u64> {
        let mut limits = self.clone();
        Self::fields()
            .map(|row| (row.limit.key.to_owned(), *(row.field)(&mut limits)))
            .collect()
    }

    /// Sets the limit that has this key in a policy. A duration is in milliseconds. Returns false if
    /// there is no such key.
    pub fn set(&mut self, key: &str, number: u64) -> bool {
        let row = Self::fields().find(|row| row.limit.key == key);
        row.map(|row| *(row.field)(self) = number).is_some()
    }

    pub(crate) fn fields() -> impl Iterator<Item = Row<Self>> {
        RUN.iter().filter_map(RunRow::row).chain(Self::own_fields())
    }

    /// Returns the limit that ends an event with this code, and its number.
    pub(crate) fn of_code(&self, code: &str) -> Option<(PolicyLimit, u64)> {
        let row = Self::fields().find(|row| row.limit.code == Some(code))?;
        Some((row.limit, *(row.field)(&mut self.clone())))
    }
}

impl RunRow {
    fn row(&self) -> Option<Row<Limits>> {
        let found = RunLimits::TABLE.iter().find(|row| row.name == self.name)?;
        let limit = PolicyLimit {
            key: self.key,
            unit: self.unit,
            default: found.default,
            code: found.ends_as,
            meaning: found.meaning,
        };
        let field = self.field;
        Some(Row { limit, field })
    }
}

impl ConnectionLimits {
    /// Returns every limit that a policy sets for a connection.
    pub fn rows() -> impl Iterator<Item = PolicyLimit> {
        Self::own_fields().map(|row| row.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_sets_every_limit_of_the_sandbox() {
        let names: Vec<_> = RUN.iter().map(|row| row.name).collect();
        let table: Vec<_> = RunLimits::TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names, table);
    }
}
