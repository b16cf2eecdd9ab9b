//! What the host's work for a guest costs, in fuel.
//!
//! Without prices a guest could make the host work for almost nothing. They are rough on purpose:
//! the same on every machine, and of the order of the instructions that the work takes.

/// A call to the host: the border is crossed twice and the arguments are converted.
pub const CALL: u64 = 500;

/// Bytes that are copied across the border for one unit of fuel.
pub const BYTES_PER_FUEL: u64 = 4;
