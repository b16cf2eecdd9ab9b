//! The plugin's log lines, on standard error when their event ends.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use anstyle::Style;
use clap::ValueEnum;
use guesthouse::{Level, LogEntry, Origin};
use serde_json::json;

use crate::args::Format;
use crate::console::{BLUE, Console, DIM, GREEN, RED, YELLOW};
use crate::verbs::printable;

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Threshold {
    /// Nothing
    Off,
    /// Errors
    Error,
    /// Warnings, and the plugin's standard error
    Warn,
    /// Messages for the operator, and the plugin's standard output
    #[default]
    Info,
    /// Messages for the plugin's author
    Debug,
    /// Everything
    Trace,
}

impl Threshold {
    fn admits(self, level: Level) -> bool {
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

/// Returns a function that prints the log entries of `threshold` and the levels above.
pub(in crate::verbs) fn sink(
    console: &Arc<Console>,
    threshold: Threshold,
) -> impl Fn(&LogEntry<'_>) + use<> {
    let console = console.clone();
    move |entry| {
        if threshold.admits(entry.line.level) && !is_diagnostic(entry) {
            match console.format {
                Format::Text => console.info(text(entry)),
                Format::Json => console.json(&as_json(entry)),
            }
        }
    }
}

/// Returns whether the command says the same in a diagnostic, which `--quiet` does not hide.
fn is_diagnostic(entry: &LogEntry<'_>) -> bool {
    entry.line.origin == Origin::Host && entry.line.message.starts_with("id-reused: ")
}

fn as_json(entry: &LogEntry<'_>) -> serde_json::Value {
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
///
/// Entries of the host have `host` in place of the level. A plugin cannot write that there.
fn text(entry: &LogEntry<'_>) -> String {
    let line = entry.line;
    let (level, style) = match line.origin {
        Origin::Host => ("host", shown(line.level).1),
        _ => shown(line.level),
    };
    let mut text = format!(
        "{} {style}{level:<5}{style:#} {}",
        entry.plugin,
        line.message.trim_end()
    );
    let event = [("event".to_owned(), printable(entry.event))];
    for (name, value) in line.fields.iter().chain(&event) {
        // Writing to a string cannot fail.
        let _ = write!(text, " {DIM}{}={DIM:#}{}", word(name), word(value));
    }
    // Further lines of an entry are indented, so that they cannot look like another entry.
    text.replace('\n', "\n    ")
}

/// Quotes a text that could look like more than one word.
fn word(text: &str) -> Cow<'_, str> {
    let splits = |letter: char| letter.is_whitespace() || letter == '"' || letter == '=';
    if text.is_empty() || text.contains(splits) {
        Cow::Owned(format!("{text:?}"))
    } else {
        Cow::Borrowed(text)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse::LogLine;

    fn shown(origin: Origin, message: &str, fields: &[(&str, &str)]) -> String {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let line = LogLine {
            level: Level::Info,
            origin,
            message: message.to_owned(),
            fields: fields.iter().map(owned).collect(),
        };
        let entry = LogEntry {
            plugin: "p",
            source: "/s",
            event: "1\n\u{9b}",
            line: &line,
        };
        anstream::adapter::strip_str(&text(&entry)).to_string()
    }

    #[test]
    fn a_plugin_cannot_forge_a_line_a_field_or_the_host() {
        assert_eq!(
            shown(
                Origin::Log,
                "a\np host  granted",
                &[("x event=2", "b c"), ("event", "2")]
            ),
            "p info  a\n    p host  granted \"x event=2\"=\"b c\" event=2 event=1\\u{a}\\u{9b}"
        );
        assert_eq!(
            shown(Origin::Host, "denied", &[]),
            "p host  denied event=1\\u{a}\\u{9b}"
        );
    }
}
