//! The outcome of handling one event. The set of classes is closed.

use crate::state::EventKey;
mod build;

pub use build::Build;

use crate::Event;
use guesthouse_sandbox::{clean, clean_json};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The outcome of handling one event.
#[derive(Clone, Debug)]
#[must_use]
pub enum Outcome {
    /// The handler succeeded; its outputs and state changes are committed.
    Completed(Completed),
    /// The event failed; the host rolled everything back.
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
        self.failure()?.code.as_deref()
    }

    fn done(&self) -> Option<&Completed> {
        match self {
            Self::Completed(done) => Some(done),
            Self::Failed(_) => None,
        }
    }

    fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Completed(_) => None,
            Self::Failed(failure) => Some(failure),
        }
    }

    /// Returns what the run consumed.
    #[must_use]
    pub fn usage(&self) -> &Usage {
        &self.run().usage
    }

    /// Returns the plugin, the event, the start of the run and what it consumed.
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
        let failure = self.failure();
        let retry_after = failure.and_then(|failure| failure.retry_after);
        let done = self.done();
        let line = Line {
            event: &run.event,
            source: &run.source,
            plugin: &run.plugin,
            version: run.build.version.as_deref(),
            digest: run.build.digest.map(|digest| digest.to_string()),
            class: self.class(),
            code: self.code(),
            outputs: done.map_or(0, |done| done.events.len()),
            already_committed: done.is_some_and(|done| done.already_committed),
            id_reused: done.is_some_and(|done| done.id_reused),
            message: failure.map(|failure| failure.message.as_str()),
            trace: failure.and_then(|failure| failure.trace.as_deref()),
            retry_after_ms: retry_after.map(|after| after.as_millis()),
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
    version: Option<&'a str>,
    digest: Option<String>,
    class: Class,
    code: Option<&'a str>,
    #[serde(flatten)]
    usage: &'a Usage,
    outputs: usize,
    already_committed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    id_reused: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u128>,
    clock: &'a str,
    seed: &'a str,
}

/// One run of a plugin for one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The plugin's name.
    pub plugin: String,
    /// The build of the plugin that handled the event.
    pub build: Build,
    /// The event's source.
    pub source: String,
    /// The event's id.
    pub event: String,
    /// The start of the guest's clock, RFC 3339: the time of the event, or of its arrival.
    pub clock: String,
    /// The seed of the guest's random numbers, in hexadecimal.
    pub seed: String,
    /// The resources that the run consumed.
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
    /// The run; for an event that the host answers from the database, the first run.
    pub run: Run,
    /// Whether the host answered the event from the database, because it was handled before.
    pub already_committed: bool,
    /// Whether that earlier event had the same source and id but other content.
    pub id_reused: bool,
}

/// An event failed. Displays as a diagnostic for the operator: class, code, plugin, event, message,
/// the guest's stack and a hint. Text of the guest is printable, and known secrets are redacted.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The run.
    pub run: Run,
    /// Says what is at fault, and whether a retry is worth it.
    pub class: Class,
    /// A stable word within the class.
    pub code: Option<String>,
    /// A sentence for the operator.
    pub message: String,
    /// The stack in the guest's language; where there is none, the stack of the engine.
    pub trace: Option<String>,
    /// How long to wait before a retry, under [`Class::Unavailable`].
    pub retry_after: Option<Duration>,
    /// Advice for the operator.
    pub hint: Option<String>,
}

/// Defines the closed set of classes from one table: a sentence, a variant and its word.
macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $variant:ident $word:literal;)+) => {
        /// The closed set of classes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Class {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $variant,)+
        }

        impl Class {
            /// Every class, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Returns the word for machines, for example `invalid-output`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

classes! {
    /// The plugin handled the event.
    Completed "completed";
    /// The event is at fault. A retry is useless.
    Rejected "rejected";
    /// The plugin could not do its work. A retry is useless.
    Failed "failed";
    /// A service that the plugin needs is unavailable. Worth a retry.
    Unavailable "unavailable";
    /// The plugin has a bug. A retry is useless.
    Crashed "crashed";
    /// The plugin exceeded a limit, which the code names. A retry is useless.
    Limit "limit";
    /// The run exceeded its deadline. Worth a retry.
    Timeout "timeout";
    /// The plugin returned an output that breaks a rule. A retry is useless.
    InvalidOutput "invalid-output";
    /// Something that the host needs failed: the disk, the database. Worth a retry.
    HostError "host-error";
    /// The host has a bug. Worth a retry.
    HostBug "host-bug";
}

impl Class {
    /// Returns whether the same event may succeed in another attempt.
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

/// The resources that the handling of one event consumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Fuel of the call and of the host's work on log lines and outputs. After a trap, the last
    /// instructions are missing, at most 100,000 units.
    pub fuel: u64,
    /// Wall time from the start of instantiation, in microseconds.
    pub wall_us: u64,
    /// The most memory held at once, in bytes, summed over linear memories.
    pub peak_memory: u64,
    /// Calls from the guest to the host.
    pub host_calls: u64,
    /// Log lines that the host dropped because of the limits.
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

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.class)?;
        if let Some(code) = &self.code {
            write!(f, "[{code}]")?;
        }
        // The sender of the event chose its id and source.
        let [source, event] =
            [&self.run.source, &self.run.event].map(|text| clean(text, 200, false));
        // Only text of the host starts a line, so a guest cannot forge a second diagnostic.
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
