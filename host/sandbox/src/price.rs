//! What the host's work for a guest costs, in fuel.
//!
//! Without prices a guest could make the host work for almost nothing. They are rough on purpose:
//! the same on every machine, and of the order of the instructions that the work takes. What a
//! guest cannot pay ends its run as the limit `fuel`, before the work is done where the work is
//! much. A domain has prices of its own: see [`Guest::charge_fuel`](crate::Guest::charge_fuel).

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// What is paid for.
    pub what: &'static str,
    /// The fuel for one unit.
    pub fuel: u64,
    /// The unit.
    pub per: &'static str,
    /// What the work is.
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
        "the border is crossed twice, and a handle may be made or dropped, or memory grow";
    COPY = 256 per "KiB", "bytes across the border":
        "they are checked and copied";
    LINE = 500 per "line", "a line of output or log":
        "it is kept, or counted as dropped";
    TEXT = 2 per "byte", "text of a line that is looked at":
        "what could harm whoever reads it is made visible";
    RANDOM = 4 per "byte", "random bytes":
        "they are the output of a hash";
    LOOKUP = 10_000_000 per "call", "a lookup of a host name":
        "the name may be long, and is read before it is denied";
    BULK = 100 per "instruction", "`memory.copy`, `memory.fill`, `memory.init`, `table.init`":
        "a helper of the engine is called, beside one for each byte or element";
    REFERENCE = 200 per "instruction", "`ref.func`":
        "a helper of the engine looks for the function";
    POLL = 100 per "pollable", "a wait":
        "each of what is waited for is asked";
}

/// Returns the price of copying `bytes` across the border.
#[must_use]
pub const fn copy(bytes: u64) -> u64 {
    bytes / (1024 / COPY)
}
