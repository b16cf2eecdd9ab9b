//! What handling one event led to. The set of classes is closed.

use crate::Event;
use crate::state::EventKey;
use guesthouse_sandbox::{clean, clean_json};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// What handling one event led to.
#[derive(Clone, Debug)]
#[must_use]
pub enum Outcome {
    /// The handler succeeded; its outputs and state changes are committed.
    Completed(Completed),
    /// It did not; nothing is left of it.
    Failed(Failure),
}

impl Outcome {
    /// Returns the class.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Completed(_) => Class::Completed,
            Self::Failed(failure) => failure.class,
        }
    }

    /// Returns the code, where the class has one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Completed(_) => None,
            Self::Failed(failure) => failure.code.as_deref(),
        }
    }

    /// Returns what it cost.
    #[must_use]
    pub fn usage(&self) -> &Usage {
        match self {
            Self::Completed(done) => &done.run.usage,
            Self::Failed(failure) => &failure.run.usage,
        }
    }

    /// Returns which event was handled by whom, from which start, at what cost.
    #[must_use]
    pub fn run(&self) -> &Run {
        match self {
            Self::Completed(done) => &done.run,
            Self::Failed(failure) => &failure.run,
        }
    }

    /// Writes the outcome as one JSON object, without a line end. The order of keys is fixed.
    /// Control characters and text direction marks are written as escapes.
    #[must_use]
    pub fn to_json(&self) -> String {
        let run = self.run();
        let failure = match self {
            Self::Completed(_) => None,
            Self::Failed(failure) => Some(failure),
        };
        let line = Line {
            event: &run.event,
            source: &run.source,
            plugin: &run.plugin,
            class: self.class(),
            code: self.code(),
            outputs: match self {
                Self::Completed(done) => done.events.len(),
                Self::Failed(_) => 0,
            },
            already_committed: matches!(self, Self::Completed(done) if done.already_committed),
            message: failure.map(|failure| failure.message.as_str()),
            trace: failure.and_then(|failure| failure.trace.as_deref()),
            retry_after_ms: failure
                .and_then(|failure| failure.retry_after.map(|after| after.as_millis())),
            usage: &run.usage,
            clock: &run.clock,
            seed: &run.seed,
        };
        let line = serde_json::to_string(&line).unwrap_or_default();
        clean_json(&line).into_owned()
    }
}

#[derive(Serialize)]
struct Line<'a> {
    event: &'a str,
    source: &'a str,
    plugin: &'a str,
    class: Class,
    code: Option<&'a str>,
    #[serde(flatten)]
    usage: &'a Usage,
    outputs: usize,
    already_committed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u128>,
    clock: &'a str,
    seed: &'a str,
}

/// One handling of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The plugin's name.
    pub plugin: String,
    /// The event's source.
    pub source: String,
    /// The event's id.
    pub event: String,
    /// Where the guest's clock started, RFC 3339: the event's time, or when it was accepted.
    pub clock: String,
    /// Where the guest's random numbers came from, in hexadecimal.
    pub seed: String,
    /// What it cost.
    pub usage: Usage,
}

impl Run {
    pub(crate) fn key(&self) -> EventKey<'_> {
        EventKey {
            plugin: &self.plugin,
            source: &self.source,
            id: &self.event,
        }
    }
}

/// The handler succeeded.
#[derive(Clone, Debug)]
pub struct Completed {
    /// The events to publish, in order, completed by the host.
    pub events: Vec<Event>,
    /// How it was handled; of an event that was handled before, that time.
    pub run: Run,
    /// Whether the answer comes from the database: the event was handled before.
    pub already_committed: bool,
}

/// The event could not be handled. Displayed as a diagnostic for the operator: class, code, plugin,
/// event, message, the guest's stack, what to do next. Guest text in it is made printable and known
/// secrets are redacted.
#[derive(Clone, Debug)]
pub struct Failure {
    /// How it was handled.
    pub run: Run,
    /// Whose fault it is, and whether it is tried again.
    pub class: Class,
    /// A stable word within the class.
    pub code: Option<String>,
    /// A sentence for the operator.
    pub message: String,
    /// The stack in the guest's language, or the engine's where there is none.
    pub trace: Option<String>,
    /// When it is worth trying again, under [`Class::Unavailable`].
    pub retry_after: Option<Duration>,
    /// What to do next.
    pub hint: Option<String>,
}

/// The closed set of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Handled.
    Completed,
    /// The event is at fault. Not tried again.
    Rejected,
    /// The plugin could not do its work. Not tried again.
    Failed,
    /// An upstream is away. Tried again.
    Unavailable,
    /// The plugin has a bug. Not tried again.
    Crashed,
    /// The plugin went over a limit; the code says which. Not tried again.
    Limit,
    /// The wall deadline passed. Tried again.
    Timeout,
    /// The plugin returned something it may not return. Not tried again.
    InvalidOutput,
    /// Something the host needs failed: the disk, the database. Tried again.
    HostError,
    /// A bug of the host. Tried again.
    HostBug,
}

impl Class {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Completed,
        Self::Rejected,
        Self::Failed,
        Self::Unavailable,
        Self::Crashed,
        Self::Limit,
        Self::Timeout,
        Self::InvalidOutput,
        Self::HostError,
        Self::HostBug,
    ];

    /// Returns the word for machines, for example `invalid-output`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Unavailable => "unavailable",
            Self::Crashed => "crashed",
            Self::Limit => "limit",
            Self::Timeout => "timeout",
            Self::InvalidOutput => "invalid-output",
            Self::HostError => "host-error",
            Self::HostBug => "host-bug",
        }
    }

    /// Returns whether the same event may succeed when it is handled again.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Unavailable | Self::Timeout | Self::HostError | Self::HostBug
        )
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What handling one event cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Fuel used after instantiation, and for the host's work on log lines and outputs. After a trap
    /// all that was granted.
    pub fuel: u64,
    /// Wall time from the start of instantiation, in microseconds.
    pub wall_us: u64,
    /// The most memory held at once, in bytes, summed over linear memories.
    pub peak_memory: u64,
    /// Calls from the guest to the host.
    pub host_calls: u64,
    /// Log lines that did not fit the limits.
    pub log_lines_dropped: u64,
}

impl From<&guesthouse_sandbox::Usage> for Usage {
    fn from(usage: &guesthouse_sandbox::Usage) -> Self {
        Self {
            fuel: usage.fuel,
            wall_us: u64::try_from(usage.wall.as_micros()).unwrap_or(u64::MAX),
            peak_memory: usage.peak_memory,
            host_calls: usage.host_calls,
            log_lines_dropped: usage.log_dropped,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.class)?;
        if let Some(code) = &self.code {
            write!(f, "[{code}]")?;
        }
        // Whoever sent the event chose its id and source.
        let [source, event] =
            [&self.run.source, &self.run.event].map(|text| clean(text, 200, false));
        // Only what the host says begins a line: the guest cannot forge a second diagnostic.
        let message = self.message.trim_end().replace('\n', "\n    ");
        let plugin = &self.run.plugin;
        write!(
            f,
            ": {message}\n--> plugin `{plugin}`, event `{event}` of `{source}`"
        )?;
        for line in self.trace.iter().flat_map(|trace| trace.lines()) {
            write!(f, "\n    {line}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}
