//! What the host's work for a plugin costs in fuel, beside the prices of the sandbox for calls and
//! bytes that cross the border. `docs/reference/prices.md` shows the table.
//!
//! A price depends on what a plugin asks for and on the answer alone, never on how long it took: the
//! same event costs the same on every machine.

use guesthouse_sandbox::{LimitRow, LogLine};

macro_rules! prices {
    ($($(#[doc = $doc:literal])+ $vis:vis $name:ident = $fuel:literal;)+) => {
        $($(#[doc = $doc])+ $vis const $name: u64 = $fuel;)+

        /// Every price, for the reference.
        pub const TABLE: &[LimitRow] = &[$(LimitRow {
            name: stringify!($name),
            default: $fuel,
            ends_as: None,
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];
    };
}

prices! {
    /// Opening a store.
    pub(crate) STATE_OPEN = 2_000;
    /// Looking for a key, or for the first key of a scan.
    pub(crate) STATE_READ = 10_000;
    /// Setting or deleting a key: looking for it, keeping the change, and committing it.
    STATE_CHANGE = 50_000;
    /// Each byte of a change, for committing it.
    STATE_CHANGE_BYTE = 24;
    /// Each key that a scan looks at, deleted ones included.
    STATE_SCAN = 1_500;
    /// Sending a request: finding the address, a connection of its own, encryption.
    pub(crate) HTTP_REQUEST = 1_000_000;
    /// Each byte of a request, for its idempotency key, and of an answer, for looking for credentials
    /// in it.
    HTTP_BYTE = 16;
    /// Each byte of an output as it is written, for checking and writing it.
    OUTPUT_BYTE = 16;
    /// Each field of a log line, kept or not, for taking it over from the plugin.
    LOG_FIELD = 1_000;
    /// Each byte of a log line that is kept, for looking for credentials in it.
    LOG_BYTE = 16;
}

/// Returns the price of changing a key with `bytes` of key and value.
pub(crate) fn change(bytes: usize) -> u64 {
    STATE_CHANGE + STATE_CHANGE_BYTE * bytes as u64
}

/// Returns the price of looking at `keys` keys.
pub(crate) fn scan(keys: usize) -> u64 {
    STATE_SCAN * keys as u64
}

/// Returns the price of a request or an answer with `bytes` of headers and body.
pub(crate) fn message(bytes: usize) -> u64 {
    HTTP_BYTE * bytes as u64
}

/// Returns the price of outputs that are written in `bytes`.
pub(crate) fn outputs(bytes: usize) -> u64 {
    OUTPUT_BYTE * bytes as u64
}

/// Returns the price of taking over so many fields of a log line.
pub(crate) fn fields(fields: usize) -> u64 {
    LOG_FIELD * fields as u64
}

/// Returns the price of the log lines that are kept.
pub(crate) fn log(lines: &[LogLine]) -> u64 {
    let size = |line: &LogLine| {
        let fields = line.fields.iter();
        line.message.len()
            + fields
                .map(|(name, value)| name.len() + value.len())
                .sum::<usize>()
    };
    LOG_BYTE * lines.iter().map(size).sum::<usize>() as u64
}
