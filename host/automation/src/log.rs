//! Lines from plugins to the operator.

use crate::LogLine;

/// Where plugins' log lines go: all lines of an event, in order, when it ends.
///
/// The lines are within the policy's limits, printable (control characters and text direction marks
/// made visible) and known secrets are redacted.
pub trait LogSink: Send + Sync + 'static {
    /// Takes one line.
    fn write(&self, entry: &LogEntry<'_>);
}

impl<F: Fn(&LogEntry<'_>) + Send + Sync + 'static> LogSink for F {
    fn write(&self, entry: &LogEntry<'_>) {
        self(entry);
    }
}

/// One line and who wrote it.
#[derive(Clone, Copy, Debug)]
pub struct LogEntry<'a> {
    /// The plugin's name.
    pub plugin: &'a str,
    /// The source of the event being handled.
    pub source: &'a str,
    /// The id of the event being handled.
    pub event: &'a str,
    /// The line.
    pub line: &'a LogLine,
}
