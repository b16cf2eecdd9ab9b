//! The record of a completed event: one line about the run, then one line for each returned event, as
//! the host publishes it.

use crate::outcome::{Build, Completed, Run, Usage};
use crate::state::{EventKey, StateError};
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
    let (head, events) = parse(record)?;
    let content = content.to_string();
    let is_other = head.content.as_ref().is_some_and(|first| *first != content);
    Ok(Completed {
        events,
        run: head.run(run.key()),
        already_committed: true,
        id_reused: is_other,
    })
}

/// Reads a record back as the outcome of the run that made it.
pub(crate) fn first(event: EventKey, record: &[u8]) -> Result<Completed, StateError> {
    let (head, events) = parse(record)?;
    Ok(Completed {
        events,
        run: head.run(event),
        already_committed: false,
        id_reused: false,
    })
}

/// Returns the start of the clock of the run that made a record.
pub(crate) fn clock(record: &[u8]) -> Result<String, StateError> {
    let first = record.split(|byte| *byte == b'\n').next();
    Ok(Head::parse(first.unwrap_or_default())?.clock)
}

fn parse(record: &[u8]) -> Result<(Head, Vec<Event>), StateError> {
    let mut lines = record.split(|byte| *byte == b'\n');
    let head = Head::parse(lines.next().unwrap_or_default())?;
    let events = lines
        .map(Event::parse_committed)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| damaged(&error))?;
    Ok((head, events))
}

impl Head {
    fn parse(line: &[u8]) -> Result<Self, StateError> {
        serde_json::from_slice(line).map_err(|error| damaged(&error))
    }

    fn run(self, event: EventKey) -> Run {
        Run {
            plugin: event.plugin.to_owned(),
            source: event.source.to_owned(),
            event: event.id.to_owned(),
            build: Build {
                version: self.version,
                digest: self.digest.as_deref().and_then(Digest::parse),
            },
            clock: self.clock,
            seed: self.seed,
            usage: self.usage,
        }
    }
}

fn damaged(error: &dyn std::fmt::Display) -> StateError {
    StateError::new(format!("the database has a damaged record: {error}"))
}
