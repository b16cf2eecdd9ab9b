//! Reads the event of a line, and says what is wrong with a line that has none.

use guesthouse::{Event, EventError};
use guesthouse_diagnostics::Diagnostic;

use super::input::Text;
use crate::verbs::printable;

/// Reads line after line.
pub(super) struct Parser {
    /// Whether invalid attributes are dropped.
    drops_attributes: bool,
    /// A JSON value that ends on a later line. Its first line was reported.
    unfinished: Option<Unfinished>,
}

pub(super) enum Parsed {
    Event(Event),
    /// An event without some of its attributes, and a warning that names them.
    Reduced(Event, Box<Diagnostic>),
    Invalid(Box<Diagnostic>),
    /// A part of a value that was reported with its first line.
    Continued,
}

impl Parser {
    pub(super) fn new(drops_attributes: bool) -> Self {
        Self {
            drops_attributes,
            unfinished: None,
        }
    }

    pub(super) fn parse(&mut self, number: u64, text: &Text) -> Parsed {
        let line = match text {
            Text::Whole(line) => line,
            Text::TooLong => return Parsed::Invalid(too_long(number)),
        };
        let event = Event::parse(line);
        // A whole event after an unfinished object means that the object was cut off.
        if (event.is_err() || self.is_in_array()) && self.continues(line) {
            return Parsed::Continued;
        }
        self.unfinished = None;
        match event {
            Ok(event) => Parsed::Event(event),
            Err(error) => self.invalid(number, line, &error),
        }
    }

    fn is_in_array(&self) -> bool {
        self.unfinished.as_ref().is_some_and(|value| value.is_array)
    }

    /// Returns whether the line belongs to an unfinished value.
    fn continues(&mut self, line: &[u8]) -> bool {
        let Some(mut value) = self.unfinished.take() else {
            return false;
        };
        let Some(open) = brackets_after(line, value.open) else {
            return false;
        };
        value.open = open;
        self.unfinished = (open > 0).then_some(value);
        true
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
            let is_array = line.trim_ascii_start().starts_with(b"[");
            self.unfinished = Some(Unfinished { open, is_array });
            return Parsed::Invalid(unfinished(number, is_array));
        }
        let hint = if reduced.is_some() { DROP } else { hint(error) };
        Parsed::Invalid(invalid(number, &error.to_string(), hint))
    }
}

/// A JSON value over several lines.
struct Unfinished {
    /// Brackets that are open.
    open: usize,
    is_array: bool,
}

/// Counts the open brackets after a line, up to the end of the value. Returns `None` if the line ends
/// within a string: a line break cannot be part of one, so the line is broken.
fn brackets_after(line: &[u8], mut open: usize) -> Option<usize> {
    let mut bytes = line.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes)?,
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    Some(open)
}

fn skip_string<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<()> {
    loop {
        match bytes.next()? {
            b'"' => return Some(()),
            b'\\' => bytes.next().map(drop)?,
            _ => {}
        }
    }
}

const EACH: &str =
    "correct or remove the line: each line must be one CloudEvents 1.0 event in JSON";
const ONE_LINE: &str = "write each event on one line, for example with `jq -c .`";
const SPLIT: &str = "write each event of the array on a line of its own with `jq -c '.[]'`";
const DROP: &str = "correct the sender of the event, or handle the event without the attribute with \
    --drop-invalid-attributes";
const WRAP: &str = "if the line is an event without `specversion`, add `\"specversion\":\"1.0\"`; if it is the \
    body of a webhook, make an event of it, for example with\n\
    jq -c '{specversion: \"1.0\", id: \"\\(input_line_number)\", source: \"/webhook\", type: \
    \"com.example.webhook\", data: .}'";

fn hint(error: &EventError) -> &'static str {
    match error.code() {
        "batch" => SPLIT,
        "missing-specversion" => WRAP,
        "not-json" if error.to_string().contains("trailing characters") => ONE_LINE,
        _ => EACH,
    }
}

fn invalid(number: u64, reason: &str, hint: &str) -> Box<Diagnostic> {
    let found = Diagnostic::error("bad-line", format!("invalid event: {}", printable(reason)))
        .at(place(number))
        .hint(hint);
    Box::new(found)
}

fn place(number: u64) -> String {
    format!("standard input, line {number}")
}

fn unfinished(number: u64, is_array: bool) -> Box<Diagnostic> {
    if is_array {
        invalid(
            number,
            "a JSON array begins here and ends on a later line",
            SPLIT,
        )
    } else {
        invalid(number, "the JSON object ends on a later line", ONE_LINE)
    }
}

fn too_long(number: u64) -> Box<Diagnostic> {
    let longest = Event::MAX_LINE >> 20;
    let reason = format!("the line is longer than {longest} MiB");
    invalid(number, &reason, EACH)
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

    /// Returns a letter for each line: an event, an invalid line, or a line that continues one.
    fn parsed(lines: &str) -> String {
        let mut parser = Parser::new(false);
        let parse = |line: &str| match parser.parse(1, &Text::Whole(line.into())) {
            Parsed::Event(_) => 'e',
            Parsed::Reduced(..) => 'r',
            Parsed::Invalid(_) => 'i',
            Parsed::Continued => '.',
        };
        lines.replace('E', EVENT).lines().map(parse).collect()
    }

    #[test]
    fn a_value_over_several_lines_is_one_error() {
        for (lines, expected) in [
            (
                "E\n{\n\"a\": {\n\"b\": \"}\\\"\"\n},\n\"c\": 1\n}\nE",
                "ei.....e",
            ),
            ("[\nE,\nE\n]\nE", "i...e"),
            ("[{\n\"a\": [\n]\n}, {\n}]\nE", "i....e"),
            // Lines that were cut off: the next line is an event again.
            ("{\"a\":\nE\nE", "iee"),
            ("{\"a\": \"b\nE", "ie"),
            ("[1, \"b\nE", "ie"),
            // A broken line ends the value.
            ("{\n\"a\": \"b\nE\nx", "iiei"),
            ("[]\n[info] E\nE", "iie"),
        ] {
            assert_eq!(parsed(lines), expected, "{lines}");
        }
    }
}
