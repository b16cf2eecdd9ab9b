//! Log lines of one run: from the domain's own log functions and from the guest's standard output
//! and error, in the order they were written.
//!
//! Writing never fails and never waits. Lines that are too long are cut; lines beyond the limits
//! are dropped and counted.

use crate::lock::lock;
use crate::static_limits::{STDERR_LINE_BYTES, STDERR_TAIL_BYTES};
use crate::{Limits, price, static_limits};
use guesthouse_diagnostics::{CUT, clean};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// The severity of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Details of one step.
    Trace,
    /// Details for the author.
    Debug,
    /// A message for the operator. Standard output arrives at this level.
    Info,
    /// A possible problem. Standard error arrives at this level.
    Warn,
    /// A problem.
    Error,
}

/// The origin of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A log function of the domain.
    Log,
    /// The guest's standard output.
    Stdout,
    /// The guest's standard error.
    Stderr,
    /// The host, about the guest. No guest can write a line of this origin.
    Host,
}

/// One line for the operator. Text of the guest in it is made safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its severity.
    pub level: Level,
    /// Its origin.
    pub origin: Origin,
    /// Its text. Only lines of a log function can contain line breaks.
    pub message: String,
    /// Names and values in addition to the message.
    pub fields: Vec<(String, String)>,
}

/// The lines of one run. Shared with the guest's output streams, which outlive any borrow of the
/// guest's data.
#[derive(Clone)]
pub(crate) struct Log(Arc<Mutex<Lines>>);

struct Lines {
    max_lines: usize,
    max_line_bytes: usize,
    bytes_left: usize,
    notes_left: usize,
    /// The warnings that a run has once.
    once: Vec<&'static str>,
    lines: Vec<LogLine>,
    dropped: u64,
    work: u64,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    tail: VecDeque<u8>,
    /// Bytes of the last line of `tail`, including those that were not kept.
    tail_line: usize,
}

/// The output of a run.
pub(crate) struct Written {
    pub(crate) lines: Vec<LogLine>,
    pub(crate) dropped: u64,
    pub(crate) stderr_tail: String,
}

impl Log {
    pub(crate) fn new(limits: &Limits) -> Self {
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Self(Arc::new(Mutex::new(Lines {
            max_lines: size(limits.log_lines),
            max_line_bytes: size(limits.log_line_bytes),
            bytes_left: size(limits.log_bytes),
            notes_left: static_limits::NOTES,
            once: Vec::new(),
            lines: Vec::new(),
            dropped: 0,
            work: 0,
            stdout: Vec::new(),
            stderr: Vec::new(),
            tail: VecDeque::new(),
            tail_line: 0,
        })))
    }

    pub(crate) fn write(&self, level: Level, message: &str, fields: &[(&str, &str)]) {
        lock(&self.0).push(level, Origin::Log, message, fields);
    }

    /// Writes a line of the host. Notes have their own limits, so a flood of the guest's lines hides
    /// none of them.
    pub(crate) fn note(&self, level: Level, message: &str) {
        let mut lines = lock(&self.0);
        lines.work = lines.work.saturating_add(price::LINE);
        if lines.notes_left == 0 {
            lines.dropped += 1;
            return;
        }
        lines.notes_left -= 1;
        lines.lines.push(LogLine {
            level,
            origin: Origin::Host,
            message: clean(message, static_limits::NOTE_BYTES, false),
            fields: Vec::new(),
        });
    }

    /// Writes a warning of the host, unless the run has it already.
    pub(crate) fn warn_once(&self, message: &'static str) {
        let mut lines = lock(&self.0);
        if !lines.once.contains(&message) {
            lines.once.push(message);
            drop(lines);
            self.note(Level::Warn, message);
        }
    }

    /// Takes bytes of standard output or error, in pieces of any size.
    pub(crate) fn stream(&self, origin: Origin, bytes: &[u8]) {
        let mut lines = lock(&self.0);
        lines.work = lines.work.saturating_add(price::copy(bytes.len() as u64));
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = piece.strip_suffix(b"\n").unwrap_or(piece);
            let ends = text.len() < piece.len();
            lines.stream(origin, text, ends);
        }
    }

    /// Returns the price of the lines since the last call of this function, in fuel.
    pub(crate) fn take_work(&self) -> u64 {
        std::mem::take(&mut lock(&self.0).work)
    }

    /// Ends the unfinished lines of the run and returns everything that was written.
    pub(crate) fn take(&self) -> Written {
        let mut lines = lock(&self.0);
        for origin in [Origin::Stdout, Origin::Stderr] {
            if !lines.partial(origin).is_empty() {
                lines.end_line(origin);
            }
        }
        let tail: Vec<u8> = std::mem::take(&mut lines.tail).into();
        Written {
            lines: std::mem::take(&mut lines.lines),
            dropped: lines.dropped,
            stderr_tail: String::from_utf8_lossy(&tail).into_owned(),
        }
    }
}

impl Lines {
    fn push(&mut self, level: Level, origin: Origin, message: &str, fields: &[(&str, &str)]) {
        self.work = self.work.saturating_add(price::LINE);
        let notes = static_limits::NOTES - self.notes_left;
        if self.lines.len() - notes >= self.max_lines {
            self.dropped += 1;
            return;
        }
        let keep_breaks = origin == Origin::Log;
        let message = clean(message, self.max_line_bytes, keep_breaks);
        let mut left = self.max_line_bytes.saturating_sub(message.len());
        let mut kept = Vec::new();
        for (name, value) in fields.iter().take(static_limits::LOG_FIELDS) {
            let name = clean(name, left, false);
            let value = clean(value, left.saturating_sub(name.len()), false);
            left = left.saturating_sub(name.len() + value.len());
            if left == 0 {
                break;
            }
            kept.push((name, value));
        }
        let size = message.len() + kept.iter().map(|(n, v)| n.len() + v.len()).sum::<usize>();
        self.work = self.work.saturating_add(price::TEXT * size as u64);
        if size > self.bytes_left {
            self.dropped += 1;
            return;
        }
        self.bytes_left -= size;
        self.lines.push(LogLine {
            level,
            origin,
            message,
            fields: kept,
        });
    }

    fn stream(&mut self, origin: Origin, text: &[u8], ends: bool) {
        let max_bytes = self.max_line_bytes.saturating_add(1);
        let partial = self.partial(origin);
        let room = max_bytes.saturating_sub(partial.len());
        partial.extend_from_slice(text.get(..room).unwrap_or(text));
        if origin == Origin::Stderr {
            self.keep_tail(text, ends);
        }
        if ends {
            self.end_line(origin);
        }
    }

    fn end_line(&mut self, origin: Origin) {
        let bytes = std::mem::take(self.partial(origin));
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_suffix('\r').unwrap_or(&text);
        let level = if origin == Origin::Stderr {
            Level::Warn
        } else {
            Level::Info
        };
        self.push(level, origin, text, &[]);
    }

    fn partial(&mut self, origin: Origin) -> &mut Vec<u8> {
        if origin == Origin::Stderr {
            &mut self.stderr
        } else {
            &mut self.stdout
        }
    }

    fn keep_tail(&mut self, text: &[u8], ends: bool) {
        let room = STDERR_LINE_BYTES.saturating_sub(self.tail_line);
        let kept = text.get(..room).unwrap_or(text);
        let is_cut = self.tail_line > STDERR_LINE_BYTES;
        self.tail.extend(kept);
        self.tail_line = self.tail_line.saturating_add(text.len());
        if self.tail_line > STDERR_LINE_BYTES && !is_cut {
            self.tail.extend(CUT.as_bytes());
        }
        if ends {
            self.tail.push_back(b'\n');
            self.tail_line = 0;
        }
        let excess = self.tail.len().saturating_sub(STDERR_TAIL_BYTES);
        if excess > 0 {
            // Removes whole lines. If only the beginning of a secret were removed, the redactor
            // could not find the rest.
            let mut rest = self.tail.iter().skip(excess - 1);
            let end = rest.position(|byte| *byte == b'\n').unwrap_or(0);
            self.tail.drain(..excess + end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(limits: Limits) -> Log {
        Log::new(&limits)
    }

    #[test]
    fn keeps_the_order_of_streams_and_log_functions() {
        let log = log(Limits::default());
        log.stream(Origin::Stdout, b"one\ntw");
        log.write(Level::Error, "two and a half", &[("k", "v")]);
        log.stream(Origin::Stdout, b"o\r\n");
        log.stream(Origin::Stderr, b"three");
        let written = log.take();
        let texts: Vec<_> = written.lines.iter().map(|l| l.message.as_str()).collect();
        assert_eq!(texts, ["one", "two and a half", "two", "three"]);
        assert_eq!(written.stderr_tail, "three");
    }

    #[test]
    fn a_crash_with_a_long_message_is_kept_from_its_beginning() {
        let log = log(Limits::default());
        log.stream(Origin::Stderr, b"panicked at a.rs:1:1:\nlong");
        for _ in 0..1000 {
            log.stream(Origin::Stderr, &[b'x'; 100]);
        }
        log.stream(Origin::Stderr, b"\nend");
        let tail = log.take().stderr_tail;
        assert!(tail.starts_with("panicked at a.rs:1:1:\nlongxx"));
        assert!(tail.ends_with("xx…\nend"));
        assert_eq!(
            tail.len(),
            "panicked at a.rs:1:1:\n…\nend".len() + STDERR_LINE_BYTES
        );
    }

    #[test]
    fn the_tail_of_standard_error_has_only_whole_lines() {
        let log = log(Limits::default());
        for n in 0..1000 {
            log.stream(
                Origin::Stderr,
                format!("{n} {}\n", "x".repeat(n)).as_bytes(),
            );
        }
        let tail = log.take().stderr_tail;
        assert!((15 << 10..=16 << 10).contains(&tail.len()));
        for line in tail.lines() {
            let (n, text) = line.split_once(' ').unwrap();
            assert_eq!(n, text.len().to_string());
        }
    }

    #[test]
    fn a_flood_is_dropped_and_counted() {
        let log = log(Limits {
            log_lines: 2,
            ..Limits::default()
        });
        for _ in 0..5 {
            log.stream(Origin::Stderr, b"x\n");
        }
        let written = log.take();
        assert_eq!((written.lines.len(), written.dropped), (2, 3));
    }

    #[test]
    fn bytes_are_counted_over_all_lines_and_fields() {
        let log = log(Limits {
            log_bytes: 10,
            ..Limits::default()
        });
        log.write(Level::Info, "12345", &[("k", "v")]);
        log.write(Level::Info, "12345", &[]);
        log.write(Level::Info, "123", &[]);
        let written = log.take();
        assert_eq!((written.lines.len(), written.dropped), (2, 1));
    }

    #[test]
    fn a_flood_does_not_hide_notes_and_notes_are_limited() {
        let log = log(Limits {
            log_lines: 1,
            ..Limits::default()
        });
        log.write(Level::Info, "a", &[]);
        log.write(Level::Info, "b", &[]);
        for _ in 0..1_000 {
            log.note(Level::Warn, "denied\nforged");
        }
        let written = log.take();
        assert_eq!(written.lines[1].message, "denied\\u{a}forged");
        assert_eq!(written.lines[1].origin, Origin::Host);
        assert_eq!((written.lines.len(), written.dropped), (101, 901));
    }

    #[test]
    fn a_long_note_is_cut() {
        let log = log(Limits::default());
        log.note(Level::Warn, &"x".repeat(2_000));
        assert_eq!(log.take().lines[0].message.len(), 1_000);
    }

    #[test]
    fn fields_are_bounded_even_if_they_are_empty() {
        let log = log(Limits::default());
        log.write(Level::Info, "a", &[("", ""); 1_000]);
        assert_eq!(log.take().lines[0].fields.len(), 64);
    }

    #[test]
    fn an_endless_line_is_cut() {
        let log = log(Limits {
            log_line_bytes: 10,
            ..Limits::default()
        });
        for _ in 0..1000 {
            log.stream(Origin::Stdout, &[b'x'; 100]);
        }
        assert_eq!(
            lock(&log.0).stdout.len(),
            11,
            "one byte more, to see that it is too long"
        );
        assert_eq!(log.take().lines[0].message, "xxxxxxx…");
    }
}
