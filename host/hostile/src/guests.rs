//! Honest guests of the tiny domain: the canary and a busy neighbour.

/// Honest work, some milliseconds of it.
pub(crate) const BUSY: &str = include_str!("busy.wat");

/// Answers `ok` after some work, and only if its memory is its own: what another guest left in it
/// makes it trap.
pub(crate) const CANARY: &str = include_str!("canary.wat");
