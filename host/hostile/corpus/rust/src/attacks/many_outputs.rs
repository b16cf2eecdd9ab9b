//! row: lifting
//! ends: limit outputs
//! limit: outputs
//!
//! Returns one output more than the limit.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    Ok(vec![Output::new("hostile.one-of-many"); 1_001])
}
