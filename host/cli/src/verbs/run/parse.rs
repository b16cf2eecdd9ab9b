//! Reads the event of a line, and says what is wrong with a line that has none.

use guesthouse::{Event, EventError};
use guesthouse_diagnostics::Diagnostic;

use super::hints::{self, EACH};
use super::input::Text;
use super::unfinished::{Unfinished, brackets_after};
use crate::verbs::printable;

/// Reads line after line.
pub(super) struct Parser {
    /// Whether invalid attributes are dropped.
    drops_attributes: bool,
    /// A JSON value that ends on a later line.
    unfinished: Option<Unfinished>,
}

/// What a line says.
pub(super) struct Read {
    /// A value of earlier lines that does not end.
    pub(super) cut_off: Option<Invalid>,
    pub(super) line: Parsed,
}

pub(super) enum Parsed {
    Event(Event),
    /// An event without some of its attributes, and a warning that names them.
    Reduced(Event, Box<Diagnostic>),
    Invalid(Invalid),
    /// A part of a value that is reported when it ends.
    Continued,
}

/// What is wrong with a line, or with the value that begins there.
pub(super) struct Invalid {
    pub(super) line: u64,
    pub(super) found: Box<Diagnostic>,
}

impl Parser {
    pub(super) fn new(drops_attributes: bool) -> Self {
        Self {
            drops_attributes,
            unfinished: None,
        }
    }

    pub(super) fn parse(&mut self, number: u64, text: &Text) -> Read {
        let line = match text {
            Text::Whole(line) => line,
            Text::TooLong => return self.ends_with(Parsed::Invalid(too_long(number))),
        };
        let event = Event::parse(line);
        // A whole event that cannot be an element means that the value was cut off.
        if (event.is_err() || self.takes_element())
            && let Some(line) = self.continued(number, line)
        {
            let cut_off = None;
            return Read { cut_off, line };
        }
        let cut_off = self.end();
        let line = match event {
            Ok(event) => Parsed::Event(event),
            Err(error) => self.invalid(number, line, &error),
        };
        Read { cut_off, line }
    }

    /// Reports a value that the input ends within.
    pub(super) fn end(&mut self) -> Option<Invalid> {
        self.unfinished.take().map(|value| value.cut_off())
    }

    fn ends_with(&mut self, line: Parsed) -> Read {
        let cut_off = self.end();
        Read { cut_off, line }
    }

    fn takes_element(&self) -> bool {
        let value = self.unfinished.as_ref();
        value.is_some_and(Unfinished::takes_element)
    }

    /// Adds a line to the unfinished value, if it belongs there.
    fn continued(&mut self, number: u64, line: &[u8]) -> Option<Parsed> {
        if self.unfinished.as_mut()?.add(number, line)? {
            return Some(Parsed::Continued);
        }
        let value = self.unfinished.take()?;
        Some(Parsed::Invalid(value.ended()))
    }

    fn invalid(&mut self, number: u64, line: &[u8], error: &EventError) -> Parsed {
        let reduced = Event::parse_lenient(line).ok();
        if self.drops_attributes
            && let Some(reduced) = reduced
        {
            let warning = dropped(number, &reduced.event, &reduced.dropped);
            return Parsed::Reduced(reduced.event, warning);
        }
        if error.code() == "incomplete"
            && let Some(open) = brackets_after(line, 0).filter(|open| *open > 0)
        {
            self.unfinished = Some(Unfinished::new(number, line, open));
            return Parsed::Continued;
        }
        let hints = hints::of(error, line, reduced.is_some());
        Parsed::Invalid(Invalid::new(number, &error.to_string(), hints))
    }
}

impl Invalid {
    pub(super) fn new(
        line: u64,
        reason: &str,
        hints: impl IntoIterator<Item = impl std::fmt::Display>,
    ) -> Self {
        let found = Diagnostic::error("bad-line", format!("invalid event: {}", printable(reason)))
            .at(place(line));
        let found = Box::new(hints.into_iter().fold(found, Diagnostic::hint));
        Self { line, found }
    }
}

fn place(number: u64) -> String {
    format!("standard input, line {number}")
}

fn too_long(number: u64) -> Invalid {
    let longest = Event::MAX_LINE >> 20;
    let reason = format!("the line is longer than {longest} MiB");
    Invalid::new(number, &reason, [EACH])
}

/// Names at most this many dropped attributes.
const NAMED: usize = 8;

fn dropped(number: u64, event: &Event, names: &[String]) -> Box<Diagnostic> {
    let shown = names.iter().take(NAMED);
    let mut shown: Vec<_> = shown.map(|name| format!("`{}`", printable(name))).collect();
    if names.len() > NAMED {
        shown.push(format!("{} more", names.len() - NAMED));
    }
    let message = format!("dropped invalid attributes: {}", shown.join(", "));
    let event = format!(
        "event `{}` of `{}`",
        printable(&event.id),
        printable(&event.source)
    );
    let found = Diagnostic::warning("dropped-attributes", message)
        .at(format!("{}, {event}", place(number)));
    Box::new(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#;

    /// Returns a letter for each line: an event, an invalid line or value, or a line that continues
    /// one; and before it one for a value that is cut off.
    fn parsed(lines: &str) -> String {
        let mut parser = Parser::new(false);
        let mut letters = String::new();
        for (number, line) in lines.replace('E', EVENT).lines().enumerate() {
            let read = parser.parse(number as u64 + 1, &Text::Whole(line.into()));
            letters.extend(read.cut_off.map(|_| 'c'));
            letters.push(match read.line {
                Parsed::Event(_) => 'e',
                Parsed::Reduced(..) => 'r',
                Parsed::Invalid(_) => 'i',
                Parsed::Continued => '.',
            });
        }
        letters.extend(parser.end().map(|_| 'c'));
        letters
    }

    #[test]
    fn a_value_over_several_lines_is_one_error() {
        for (lines, expected) in [
            (
                "E\n{\n\"a\": {\n\"b\": \"}\\\"\"\n},\n\"c\": 1\n}\nE",
                "e.....ie",
            ),
            ("[\nE,\nE\n]\nE", "...ie"),
            ("[{\n\"a\": [\n]\n}, {\n}]\nE", "....ie"),
            // Lines that were cut off: the next line is an event again.
            ("{\"a\":\nE\nE", ".cee"),
            ("{\"a\": \"b\nE", "ie"),
            ("[1, \"b\nE", "ie"),
            ("E\n{\n\"a\": 1", "e..c"),
            ("[\nE\nE\nE", "..cee"),
            ("[1,\nE\nE", "..ce"),
            ("[{\"data\":{\nE\nE", ".cee"),
            // A broken line ends the value.
            ("{\n\"a\": \"b\nE\nx", ".ciei"),
            ("[]\n[info] E\nE", "iie"),
        ] {
            assert_eq!(parsed(lines), expected, "{lines}");
        }
    }
}
