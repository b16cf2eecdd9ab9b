//! Popular crates, each with a small use. An event's type names the crate to use.

mod cases;

use cases::CASES;
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, plugin};

struct Crates;

impl Plugin for Crates {
    fn handle(event: Event) -> Result<Vec<Output>> {
        let (_, run) = CASES
            .iter()
            .find(|(name, _)| *name == event.r#type)
            .ok_or_else(|| Failure::rejected("unknown", "no such crate"))?;
        Ok(vec![
            Output::text("result", run()).with_subject(event.r#type),
        ])
    }
}

plugin!(Crates);
