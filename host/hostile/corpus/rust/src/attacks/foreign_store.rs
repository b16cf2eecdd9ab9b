//! row: secrets
//! ends: completed
//! limit: a store is opened by a granted name, which is not a path
//! grants: store
//!
//! Tries names that may lead to the stores of other plugins.

use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Output, Result};

const NAMES: [&str; 10] = [
    "",
    "canary",
    "counts",
    "OWN",
    "own/",
    "./own",
    "../canary/counts",
    "canary/counts",
    "canary\0counts",
    "*",
];

pub(crate) fn attack() -> Result<Vec<Output>> {
    for name in NAMES {
        if Store::open(name).is_ok() {
            return Err(super::breached(format!("the store {name:?}")));
        }
    }
    super::report("no store but its own")
}
