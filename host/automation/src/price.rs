//! The prices, in fuel, of the host's work for a plugin. The sandbox has its own prices for host calls
//! and the bytes that they pass. `docs/reference/prices.md` shows the table.
//!
//! A price depends only on the request and the result, never on time: the same event costs the same
//! on every machine.

use guesthouse_sandbox::LogLine;

/// The price of one kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// The kind of work.
    pub name: &'static str,
    /// The price in fuel.
    pub fuel: u64,
    /// The work of the host.
    pub meaning: &'static str,
}

macro_rules! prices {
    ($($(#[doc = $doc:literal])+ $vis:vis $name:ident = $fuel:literal;)+) => {
        $($(#[doc = $doc])+ $vis const $name: u64 = $fuel;)+

        /// Every price.
        pub const PRICES: &[Price] = &[$(Price {
            name: stringify!($name),
            fuel: $fuel,
            meaning: concat!($($doc),+).trim_ascii(),
        },)+];
    };
}

prices! {
    /// Opening a store.
    pub(crate) STATE_OPEN = 2_000;
    /// Finding a key, or the first key of a scan.
    pub(crate) STATE_READ = 10_000;
    /// Setting or deleting a key: finding it, keeping the change and committing it.
    STATE_CHANGE = 50_000;
    /// Each byte of a change, for committing it.
    STATE_CHANGE_BYTE = 24;
    /// Each byte of a value of more than 1 KiB that is read, replaced or deleted.
    STATE_LARGE_BYTE = 2;
    /// Each key that a scan visits, including deleted ones.
    STATE_SCAN = 1_500;
    /// Sending a request: the address lookup, a new connection and its encryption.
    pub(crate) HTTP_REQUEST = 1_000_000;
    /// Each byte of a request, which the host hashes for the idempotency key, and of a response, in
    /// which the host searches for credentials.
    HTTP_BYTE = 16;
    /// Each byte of an output in its written form, for checking and writing it.
    OUTPUT_BYTE = 16;
    /// Each field of a log line, kept or not, for the copy from the plugin.
    LOG_FIELD = 1_000;
    /// Each byte of a log line that the host keeps, for the search for credentials.
    LOG_BYTE = 16;
}

/// Returns the price of changing a key with `bytes` of key and value.
pub(crate) fn change(bytes: usize) -> u64 {
    STATE_CHANGE + STATE_CHANGE_BYTE * bytes as u64
}

/// Returns the price of reading, replacing or deleting a large value of `bytes` bytes.
pub(crate) fn large(bytes: u64) -> u64 {
    STATE_LARGE_BYTE.saturating_mul(bytes)
}

/// Returns the price of a scan that visits `keys` keys.
pub(crate) fn scan(keys: usize) -> u64 {
    STATE_SCAN * keys as u64
}

/// Returns the price of a request or a response with `bytes` of headers and body.
pub(crate) fn message(bytes: usize) -> u64 {
    HTTP_BYTE * bytes as u64
}

/// Returns the price of outputs that have `bytes` in their written form.
pub(crate) fn outputs(bytes: usize) -> u64 {
    OUTPUT_BYTE * bytes as u64
}

/// Returns the price of copying this number of fields of a log line.
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
