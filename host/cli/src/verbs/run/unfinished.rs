//! A JSON value over several lines. It is one error, when it ends.

use guesthouse::Event;
use serde::de::IgnoredAny;

use super::hints::{EACH, ONE_LINE, SPLIT};
use super::parse::Invalid;

pub(super) struct Unfinished {
    /// The number of its first line.
    line: u64,
    /// The number of its last line so far.
    last_line: u64,
    /// The last byte of its last line that is not white space.
    last_byte: u8,
    /// Brackets that are open.
    open: usize,
    /// What was read, or nothing of a value that is too long.
    text: Vec<u8>,
    is_too_long: bool,
    is_array: bool,
}

impl Unfinished {
    pub(super) fn new(line: u64, text: &[u8], open: usize) -> Self {
        Self {
            line,
            last_line: line,
            last_byte: last_byte(text),
            open,
            text: text.to_owned(),
            is_too_long: false,
            is_array: text.trim_ascii_start().starts_with(b"["),
        }
    }

    /// Returns whether a line that is a whole event can be an element of the value. In an array that was
    /// cut off, the second such line follows no comma.
    pub(super) fn takes_element(&self) -> bool {
        self.is_array && b"[,".contains(&self.last_byte)
    }

    /// Adds a line. Returns whether the value goes on after it, or `None` if the line is not a part of a
    /// value.
    pub(super) fn add(&mut self, number: u64, line: &[u8]) -> Option<bool> {
        self.open = brackets_after(line, self.open)?;
        self.last_line = number;
        self.last_byte = last_byte(line);
        self.is_too_long |= self.text.len() + line.len() >= Event::MAX_LINE;
        if self.is_too_long {
            self.text = Vec::new();
        } else {
            self.text.push(b'\n');
            self.text.extend_from_slice(line);
        }
        Some(self.open > 0)
    }

    /// Reports a value that ended.
    pub(super) fn ended(&self) -> Invalid {
        let mut values = serde_json::Deserializer::from_slice(&self.text).into_iter::<IgnoredAny>();
        if let Some(error) = values.find_map(Result::err) {
            return self.broken(&error);
        }
        if self.is_array {
            let reason = "a JSON array begins here and ends on a later line";
            Invalid::new(self.line, reason, [SPLIT])
        } else {
            Invalid::new(
                self.line,
                "the JSON object ends on a later line",
                [ONE_LINE],
            )
        }
    }

    /// Reports a value that is not JSON, at the line where that shows.
    fn broken(&self, error: &serde_json::Error) -> Invalid {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or_default();
        let reason = format!(
            "the JSON that begins on line {} is not valid: {what} at column {}",
            self.line,
            error.column()
        );
        let then = if self.is_array { SPLIT } else { ONE_LINE };
        let line = self.line + (error.line() as u64).saturating_sub(1);
        Invalid::new(
            line,
            &reason,
            [format!("correct the JSON first; then {then}")],
        )
    }

    /// Reports a value that does not end.
    pub(super) fn cut_off(&self) -> Invalid {
        let what = if self.is_array { "array" } else { "object" };
        let mut reason = format!("a JSON {what} begins here and does not end");
        if self.last_line > self.line {
            reason += &format!("; the lines up to {} belong to it", self.last_line);
        }
        Invalid::new(self.line, &reason, [EACH])
    }
}

fn last_byte(line: &[u8]) -> u8 {
    line.trim_ascii_end().last().copied().unwrap_or_default()
}

/// Counts the open brackets after a line, up to the end of the value. Returns `None` if the line ends
/// within a string: a line break cannot be part of one, so the line is broken.
pub(super) fn brackets_after(line: &[u8], mut open: usize) -> Option<usize> {
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
