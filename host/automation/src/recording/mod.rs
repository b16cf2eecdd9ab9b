//! Recordings: what one run got from the host and did, so that it can run again without the services
//! and the stores that it used.

mod bytes;
mod compare;
mod event;
mod exchange;
mod policy;
mod tape;

pub(crate) use bytes::Bytes;
pub use compare::Difference;
pub(crate) use exchange::{Asked, Sent};
pub(crate) use tape::Tape;

use crate::outcome::{Class, Outcome, Run, Usage};
use crate::state::{ChangedStores, Seen};
use crate::{Digest, Event, LogLine, Policy, StateDb, StateError};
use data_encoding::HEXLOWER;
use event::RecordedEvent;
use exchange::Exchange;
use guesthouse_inspect::contract::Contract;
use guesthouse_sandbox::ENGINE_VERSION;
use policy::RecordedPolicy;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tape::Call;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The version of the format.
const FORMAT: u32 = 1;

/// One run of a plugin: everything that it got from the host, and everything that it did.
///
/// [`Plugin::handle_recorded`](crate::Plugin::handle_recorded) makes recordings, and
/// [`Plugin::replay`](crate::Plugin::replay) runs them again. A recording holds the event, the settings,
/// the values of stores and the responses that the plugin has read. Credentials of connections are not
/// in it, because no plugin sees them.
///
/// [`Recording::to_json`] writes it; `docs/reference/recordings.md` describes the format.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recording {
    format: u32,
    guesthouse: String,
    engine: String,
    contract: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    component: Option<String>,
    plugin: String,
    version: Option<String>,
    digest: Option<String>,
    clock: String,
    seed: String,
    event: RecordedEvent,
    policy: RecordedPolicy,
    state: Seen,
    requests: Vec<Exchange>,
    calls: Vec<Call>,
    log: Vec<LogLine>,
    outcome: Ending,
    outputs: Vec<RecordedEvent>,
    changes: ChangedStores,
    complete: bool,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Ending {
    class: Class,
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    trace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    retry_after: Option<Duration>,
    usage: Usage,
}

/// Why a recording cannot be read or replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// The text is not a recording.
    #[error("this is not a recording of an event: {0}")]
    Invalid(String),
    /// Another version of the host wrote the recording.
    #[error("the recording has format {0}, but this host reads only format {FORMAT}")]
    Format(u32),
    /// The stores of the recording cannot be made.
    #[error("cannot make the stores of the recording")]
    State(#[from] StateError),
}

/// The start of the run that a recording holds.
pub(crate) struct Start {
    pub(crate) clock: OffsetDateTime,
    pub(crate) seed: [u8; 32],
}

impl Recording {
    pub(crate) fn new(event: &Event, policy: &Policy, outcome: &Outcome, tape: Tape) -> Self {
        let run = outcome.run();
        let events = match outcome {
            Outcome::Completed(done) => done.events.as_slice(),
            Outcome::Failed(_) => &[],
        };
        let Run {
            plugin,
            build,
            clock,
            seed,
            ..
        } = run.clone();
        Self {
            format: FORMAT,
            guesthouse: env!("CARGO_PKG_VERSION").to_owned(),
            engine: format!("wasmtime {ENGINE_VERSION}"),
            contract: contract(),
            component: None,
            plugin,
            version: build.version,
            digest: build.digest.map(|digest| digest.to_string()),
            clock,
            seed,
            event: RecordedEvent::from(event),
            policy: RecordedPolicy::from(policy),
            outcome: Ending::of(outcome),
            outputs: events.iter().map(RecordedEvent::from).collect(),
            complete: tape.is_complete(),
            state: tape.seen,
            requests: tape.exchanges,
            calls: tape.calls,
            log: tape.log,
            changes: tape.changes,
        }
    }

    /// Reads a recording that [`Recording::to_json`] wrote.
    ///
    /// # Errors
    /// If the text is not a recording, or one of another format.
    pub fn parse(json: &[u8]) -> Result<Self, RecordingError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let invalid = |error: serde_json::Error| RecordingError::Invalid(error.to_string());
        let head: Head = serde_json::from_slice(json).map_err(invalid)?;
        if head.format != FORMAT {
            return Err(RecordingError::Format(head.format));
        }
        let recording: Self = serde_json::from_slice(json).map_err(invalid)?;
        recording.event()?;
        recording.start()?;
        Ok(recording)
    }

    /// Writes the recording as JSON over several lines.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing to memory fails for no value of this type.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Notes the path of the component, for the person who replays it.
    #[must_use]
    pub fn with_component(mut self, path: impl Into<String>) -> Self {
        self.component = Some(path.into());
        self
    }

    /// Returns the path of the component, if it was noted.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        self.component.as_deref()
    }

    /// Returns the name of the plugin.
    #[must_use]
    pub fn plugin(&self) -> &str {
        &self.plugin
    }

    /// Returns the digest of the component.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        Digest::parse(self.digest.as_deref()?)
    }

    /// Returns the engine that ran the component, with its version.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// Returns the class and the code of the outcome.
    #[must_use]
    pub fn ended(&self) -> (Class, Option<&str>) {
        (self.outcome.class, self.outcome.code.as_deref())
    }

    /// Returns whether the recording has everything that the run did. It is incomplete if the run did
    /// more than a recording keeps.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns a policy with the grants, settings and limits of the run. Connections are not in it:
    /// the recording answers the requests.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy.policy()
    }

    /// Returns a database in memory with the values that the run has read.
    ///
    /// # Errors
    /// If the values are larger than any run can read, or there is not enough memory.
    pub fn state(&self) -> Result<StateDb, RecordingError> {
        Ok(self.state.database()?)
    }

    pub(crate) fn event(&self) -> Result<Event, RecordingError> {
        self.event.event()
    }

    pub(crate) fn start(&self) -> Result<Start, RecordingError> {
        let invalid = |what: &str| RecordingError::Invalid(format!("invalid `{what}`"));
        let clock = OffsetDateTime::parse(&self.clock, &Rfc3339);
        let seed = HEXLOWER.decode(self.seed.as_bytes()).ok();
        Ok(Start {
            clock: clock.map_err(|_| invalid("clock"))?,
            seed: seed
                .and_then(|seed| seed.try_into().ok())
                .ok_or_else(|| invalid("seed"))?,
        })
    }

    pub(crate) fn tape(&self) -> Tape {
        Tape::replaying(self.requests.clone())
    }
}

impl Ending {
    fn of(outcome: &Outcome) -> Self {
        let failure = match outcome {
            Outcome::Completed(_) => None,
            Outcome::Failed(failure) => Some(failure),
        };
        Self {
            class: outcome.class(),
            code: outcome.code().map(str::to_owned),
            message: failure.map(|failure| failure.message.clone()),
            trace: failure.and_then(|failure| failure.trace.clone()),
            retry_after: failure.and_then(|failure| failure.retry_after),
            usage: outcome.usage().clone(),
        }
    }
}

fn contract() -> String {
    let contract = Contract::get();
    let package = contract.resolve.packages.get(contract.package);
    package.map_or_else(String::new, |package| package.name.to_string())
}
