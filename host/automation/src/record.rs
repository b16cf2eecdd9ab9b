//! The record of a completed event: one line about the run, then one line for each returned event, as
//! the host publishes it.

use crate::outcome::{Build, Completed, Run, Usage};
use crate::state::StateError;
use crate::{Digest, Event};
use serde::{Deserialize, Serialize};

/// A record without the fields that have a default is valid, too.
#[derive(Serialize, Deserialize)]
struct Head {
    clock: String,
    seed: String,
    usage: Usage,
    /// The build of the plugin.
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    digest: Option<String>,
    /// The digest of the event.
    #[serde(default)]
    content: Option<String>,
}

pub(crate) fn write(run: &Run, content: Digest, events: &[Event]) -> Vec<u8> {
    let Build { version, digest } = run.build.clone();
    let head = Head {
        clock: run.clock.clone(),
        seed: run.seed.clone(),
        usage: run.usage.clone(),
        version,
        digest: digest.map(|digest| digest.to_string()),
        content: Some(content.to_string()),
    };
    let mut record = serde_json::to_vec(&head).unwrap_or_default();
    for event in events {
        record.push(b'\n');
        record.extend(event.to_json().into_bytes());
    }
    record
}

/// Reads a record back as the answer to `run`, whose event has this content.
pub(crate) fn read(run: &Run, content: Digest, record: &[u8]) -> Result<Completed, StateError> {
    let mut lines = record.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let head: Head = serde_json::from_slice(first).map_err(|error| damaged(&error))?;
    let events = lines
        .map(Event::parse_committed)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| damaged(&error))?;
    let build = Build {
        version: head.version,
        digest: head.digest.as_deref().and_then(Digest::parse),
    };
    let content = content.to_string();
    let run = Run {
        build,
        clock: head.clock,
        seed: head.seed,
        usage: head.usage,
        ..run.clone()
    };
    Ok(Completed {
        events,
        run,
        already_committed: true,
        id_reused: head.content.is_some_and(|first| first != content),
    })
}

fn damaged(error: &dyn std::fmt::Display) -> StateError {
    StateError::new(format!("the database has a damaged record: {error}"))
}
