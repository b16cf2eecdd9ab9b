//! Reads the outcomes of a state file or of the file of `run --outcomes`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use guesthouse::{Event, Outcome};
use guesthouse_diagnostics::Diagnostic;
use guesthouse_sandbox::clean_json;

use super::record::Record;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::{path, printable, state};

/// The first bytes of a state file.
const MAGIC: &[u8] = b"redb";
/// The longest line. A host writes shorter ones.
const MAX_LINE: u64 = 16 << 20;

pub(super) struct Found {
    /// The outcome as a line of JSON.
    pub(super) line: String,
    pub(super) record: Record,
    /// The outputs, if the file has them.
    pub(super) outputs: Option<Vec<String>>,
}

/// Passes each outcome of a file, the newest last. Returns the number of invalid lines or
/// records.
pub(super) fn each(
    file: &Path,
    console: &Console,
    mut visit: impl FnMut(Found) -> Result<()>,
) -> Result<u64> {
    let unreadable = |error: std::io::Error| Error::file("read", file, &error);
    let opened = File::open(file).map_err(unreadable)?;
    let mut input = BufReader::new(opened);
    let start = input.fill_buf().map_err(unreadable)?;
    if start.starts_with(MAGIC) {
        let mut damaged = 0;
        state::view(file)?.outcomes(|outcome| match outcome {
            Ok(outcome) => visit(committed(&outcome)?),
            Err(error) => {
                damaged += 1;
                let found = Error::from(error).diagnostics;
                found.iter().for_each(|it| console.report(it));
                Ok(())
            }
        })?;
        return Ok(damaged);
    }
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    if first.is_some_and(|byte| *byte != b'{') {
        return Err(other_file(file));
    }
    Lines {
        file,
        console,
        good: 0,
        bad: 0,
    }
    .read(input, visit)
}

fn committed(outcome: &Outcome) -> Result<Found> {
    let line = outcome.to_json();
    let record = parse(line.as_bytes()).map_err(|message| {
        let message = format!("the outcome cannot be read: {message}");
        Error::failed(Diagnostic::error("bad-outcome", message))
    })?;
    let outputs = match outcome {
        Outcome::Completed(done) => done.events.iter().map(Event::to_json).collect(),
        Outcome::Failed(_) => Vec::new(),
    };
    Ok(Found {
        line,
        record,
        outputs: Some(outputs),
    })
}

fn parse(line: &[u8]) -> Result<Record, String> {
    serde_json::from_slice(line).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or_default();
        format!("{} at column {}", printable(message), error.column())
    })
}

fn other_file(file: &Path) -> Error {
    let message = format!(
        "`{}` is neither a state file nor a file of outcomes",
        path(file)
    );
    let hint = "give the file of `guesthouse run --state FILE` or `--outcomes FILE`";
    Error::usage(Diagnostic::error("no-outcomes", message).hint(hint))
}

/// A file with a line for each outcome.
struct Lines<'a> {
    file: &'a Path,
    console: &'a Console,
    good: u64,
    bad: u64,
}

impl Lines<'_> {
    fn read(
        mut self,
        mut input: impl BufRead,
        mut visit: impl FnMut(Found) -> Result<()>,
    ) -> Result<u64> {
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
            if read.map_err(|error| Error::file("read", self.file, &error))? == 0 {
                break;
            }
            let text = line
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&line)
                .trim_ascii();
            if text.is_empty() {
                continue;
            }
            match parse(text) {
                Ok(record) => {
                    self.good += 1;
                    let line = clean_json(&String::from_utf8_lossy(text)).into_owned();
                    visit(Found {
                        line,
                        record,
                        outputs: None,
                    })?;
                }
                Err(message) => self.report(number, &message)?,
            }
        }
        Ok(self.bad)
    }

    /// Reports an invalid line. The first one decides whether it is a file of outcomes at all.
    fn report(&mut self, number: u64, message: &str) -> Result<()> {
        let place = format!("{}, line {number}", self.file.display());
        let found =
            Diagnostic::error("bad-outcome", format!("invalid outcome: {message}")).at(place);
        if self.good == 0 {
            let hint = "give the file of `guesthouse run --state FILE` or `--outcomes FILE`";
            return Err(Error::usage(found.hint(hint)));
        }
        self.bad += 1;
        let hint = "a run that was killed may leave half a line; the other lines are valid";
        self.console.report(&found.hint(hint));
        Ok(())
    }
}
