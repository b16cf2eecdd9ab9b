//! Whether a testee was asked about all of the WIT. What was reached is measured, not declared.

pub mod abi;
pub mod contract;

use std::collections::BTreeSet;

/// Names of parts of a WIT package: a function, an arm of a parameter, a case of an error.
pub type Parts = BTreeSet<String>;
