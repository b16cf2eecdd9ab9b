//! Prices of the host's work for a guest, in fuel.
//!
//! Without prices a guest could make the host work for almost nothing. Prices are the same on every
//! machine and roughly the number of instructions that the work takes. A guest that cannot pay ends
//! as the limit `fuel`; the host checks that before expensive work. A domain has prices of its own:
//! see [`Guest::charge_fuel`](crate::Guest::charge_fuel).

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The work that has this price.
    pub what: &'static str,
    /// The fuel for one unit.
    pub fuel: u64,
    /// The unit.
    pub per: &'static str,
    /// The reason for the price.
    pub why: &'static str,
}

macro_rules! prices {
    ($($name:ident = $fuel:literal per $per:literal, $what:literal: $why:literal;)+) => {
        $(
            #[doc = concat!($what, ", for each ", $per, ": ", $why, ".")]
            pub const $name: u64 = $fuel;
        )+

        /// Every price of the sandbox.
        pub const TABLE: &[Price] = &[
            $(Price { what: $what, fuel: $fuel, per: $per, why: $why },)+
        ];
    };
}

prices! {
    CALL = 500 per "call", "a call to the host, or to a helper of the engine":
        "fixed cost of entering and leaving the host";
    COPY = 256 per "KiB", "bytes copied in a host call":
        "the host checks and copies them";
    LINE = 500 per "line", "a line of output or log":
        "the host stores the line or counts it as dropped";
    TEXT = 2 per "byte", "text of a line":
        "the host escapes characters that could mislead the reader";
    RANDOM = 4 per "byte", "random bytes":
        "each is the output of a hash";
    LOOKUP = 10_000_000 per "call", "a lookup of a host name":
        "the host reads the name, which may be long, before it denies the lookup";
    BULK = 100 per "instruction", "`memory.copy`, `memory.fill`, `memory.init`, `table.init`":
        "fixed cost of the engine's helper, in addition to one unit for each byte or element";
    REFERENCE = 200 per "instruction", "`ref.func`":
        "the engine's helper finds the function";
    POLL = 100 per "pollable", "a wait":
        "the host polls each";
}

/// Returns the price of copying `bytes` in a host call.
#[must_use]
pub const fn copy(bytes: u64) -> u64 {
    bytes / (1024 / COPY)
}
