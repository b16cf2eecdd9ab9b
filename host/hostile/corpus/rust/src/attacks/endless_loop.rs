//! row: endless-loop
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}
//!
//! Loops forever.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    loop {
        std::hint::spin_loop();
    }
}
