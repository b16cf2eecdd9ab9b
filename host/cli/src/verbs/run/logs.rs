//! The plugin's log lines, on standard error when their event ends.

use std::fmt::Write;
use std::sync::Arc;

use anstyle::Style;
use clap::ValueEnum;
use guesthouse::{Level, LogEntry};
use serde_json::json;

use crate::args::Format;
use crate::console::{BLUE, Console, DIM, GREEN, RED, YELLOW};
use crate::verbs::printable;

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum Threshold {
    /// None
    Off,
    /// Errors
    Error,
    /// Warnings, and what a plugin writes to its standard error
    Warn,
    /// What a plugin writes to its standard output, too
    #[default]
    Info,
    /// For the plugin's author
    Debug,
    /// Everything
    Trace,
}

impl Threshold {
    fn lets(self, level: Level) -> bool {
        let least = match self {
            Self::Off => return false,
            Self::Error => Level::Error,
            Self::Warn => Level::Warn,
            Self::Info => Level::Info,
            Self::Debug => Level::Debug,
            Self::Trace => Level::Trace,
        };
        level >= least
    }
}

/// Where the host sends the lines that `threshold` lets through.
pub(super) fn sink(console: &Arc<Console>, threshold: Threshold) -> impl Fn(&LogEntry<'_>) + use<> {
    let console = console.clone();
    move |entry| {
        if threshold.lets(entry.line.level) {
            match console.format {
                Format::Text => console.say(text(entry)),
                Format::Json => console.record(&record(entry)),
            }
        }
    }
}

fn record(entry: &LogEntry<'_>) -> serde_json::Value {
    let line = entry.line;
    json!({
        "type": "log",
        "plugin": entry.plugin,
        "source": entry.source,
        "event": entry.event,
        "origin": line.origin,
        "level": line.level,
        "message": line.message,
        "fields": line.fields,
    })
}

/// `milestone info  a tenth push repository=octo/tea event=42`
fn text(entry: &LogEntry<'_>) -> String {
    let line = entry.line;
    let (level, style) = shown(line.level);
    let mut text = format!(
        "{} {style}{level:<5}{style:#} {}",
        entry.plugin,
        line.message.trim_end()
    );
    let event = [("event".to_owned(), printable(entry.event))];
    for (name, value) in line.fields.iter().chain(&event) {
        // Writing to a string cannot fail.
        let _ = if plain(value) {
            write!(text, " {DIM}{name}={DIM:#}{value}")
        } else {
            write!(text, " {DIM}{name}={DIM:#}{value:?}")
        };
    }
    // The lines of one entry stay together and are told apart from the next entry.
    text.replace('\n', "\n    ")
}

fn plain(value: &str) -> bool {
    !value.is_empty()
        && !value.contains(|letter: char| letter.is_whitespace() || letter == '"' || letter == '=')
}

fn shown(level: Level) -> (&'static str, Style) {
    match level {
        Level::Trace => ("trace", DIM),
        Level::Debug => ("debug", BLUE),
        Level::Info => ("info", GREEN),
        Level::Warn => ("warn", YELLOW),
        Level::Error => ("error", RED),
    }
}
