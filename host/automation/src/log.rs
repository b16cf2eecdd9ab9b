//! Log lines of plugins for the operator.

use crate::LogLine;

/// A sink for the log lines of plugins. It gets all lines of an event in a row, in order, when the event
/// ends. Other events that end meanwhile wait for it.
///
/// The lines are within the limits of the policy and printable: control characters and text direction
/// marks are visible. Known secrets are redacted.
pub trait LogSink: Send + Sync + 'static {
    /// Takes one line.
    fn write(&self, entry: &LogEntry<'_>);
}

impl<F: Fn(&LogEntry<'_>) + Send + Sync + 'static> LogSink for F {
    fn write(&self, entry: &LogEntry<'_>) {
        self(entry);
    }
}

/// One line, with the plugin and the event.
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
