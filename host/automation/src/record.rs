//! The record of a completed event: one line about the run, then one line for each returned event, as
//! the host publishes it.

use crate::Event;
use crate::outcome::{Completed, Run, Usage};
use crate::state::StateError;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Head {
    clock: String,
    seed: String,
    usage: Usage,
}

pub(crate) fn write(run: &Run, events: &[Event]) -> Vec<u8> {
    let head = Head {
        clock: run.clock.clone(),
        seed: run.seed.clone(),
        usage: run.usage.clone(),
    };
    let mut record = serde_json::to_vec(&head).unwrap_or_default();
    for event in events {
        record.push(b'\n');
        record.extend(event.to_json().into_bytes());
    }
    record
}

/// Reads a record back as the answer to `run`.
pub(crate) fn read(run: &Run, record: &[u8]) -> Result<Completed, StateError> {
    let mut lines = record.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let head: Head = serde_json::from_slice(first).map_err(|error| damaged(&error))?;
    let events = lines
        .map(Event::parse_committed)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| damaged(&error))?;
    let run = Run {
        clock: head.clock,
        seed: head.seed,
        usage: head.usage,
        ..run.clone()
    };
    Ok(Completed {
        events,
        run,
        already_committed: true,
    })
}

fn damaged(error: &dyn std::fmt::Display) -> StateError {
    StateError::new(format!("the database has a damaged record: {error}"))
}
