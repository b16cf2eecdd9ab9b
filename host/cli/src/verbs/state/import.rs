//! Writes the entries of JSON lines, all or none.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Read};
use std::path::PathBuf;

use clap::Args;
use guesthouse::StateEditor;
use guesthouse_diagnostics::Diagnostic;
use serde_json::json;

use super::edit::{Refused, cannot_read, refused};
use super::editor;
use super::entry::{self, Entry};
use super::limits::StoreLimits;
use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::run::counted;
use crate::verbs::{file, json_lines};

/// The longest line.
const MAX_LINE: u64 = 256 << 20;
/// Invalid lines that are reported.
const MAX_REPORTED: usize = 10;

/// Store keys and values from JSON lines
///
/// Reads lines of `guesthouse state export` from standard input and writes all of them in one
/// transaction, or none if one of them is invalid. Other keys stay. The file is created if it does not
/// exist, and converted if it has an older format.
#[derive(Args)]
pub(super) struct Import {
    /// State file
    #[arg(value_name = "FILE", value_parser = file())]
    state: PathBuf,
    /// Policy with the limits of the stores [default: the default limits]
    #[arg(long, value_name = "FILE", value_parser = file())]
    policy: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(&self, console: &Console) -> Result<()> {
        let limits = StoreLimits::read(self.policy.as_deref())?;
        if std::io::stdin().is_terminal() {
            console.info(
                "Reading entries from the terminal, one JSON object per line; end with Ctrl-D",
            );
        }
        let mut importing = Importing {
            editor: editor(&self.state)?,
            limits,
            entries: 0,
            stores: BTreeSet::new(),
            found: Vec::new(),
        };
        importing.read()?;
        if let Some(last) = importing.found.pop() {
            importing
                .found
                .push(last.hint("no line was imported; correct the line, then import again"));
            return Err(Error::new(Kind::Failed, importing.found));
        }
        importing.editor.commit()?;
        let (entries, stores) = (importing.entries, importing.stores.len() as u64);
        if console.format == Format::Json {
            return stdout::json(&json!({ "entries": entries, "stores": stores }));
        }
        let stores = counted(stores, "store");
        console.done("Imported", format_args!("{} in {stores}", lines(entries)));
        Ok(())
    }
}

fn lines(count: u64) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

struct Importing {
    editor: StateEditor,
    limits: StoreLimits,
    entries: u64,
    stores: BTreeSet<String>,
    /// What is wrong with lines.
    found: Vec<Diagnostic>,
}

impl Importing {
    fn read(&mut self) -> Result<()> {
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        let first = input.fill_buf().map_err(|error| cannot_read(&error))?;
        if let Some((message, hint)) = json_lines::unfit(first, "entries") {
            let found = Diagnostic::error("not-entries", message);
            return Err(Error::failed(found.hint(hint)));
        }
        for number in 1_u64.. {
            line.clear();
            let read = input
                .by_ref()
                .take(MAX_LINE + 1)
                .read_until(b'\n', &mut line);
            if read.map_err(|error| cannot_read(&error))? == 0 {
                break;
            }
            let text = line
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&line)
                .trim_ascii();
            if !text.is_empty() && !self.line(text, number)? {
                break;
            }
        }
        Ok(())
    }

    /// Takes over a line. Returns whether it makes sense to read further lines.
    fn line(&mut self, text: &[u8], number: u64) -> Result<bool> {
        let place = format!("standard input, line {number}");
        if text.len() as u64 > MAX_LINE {
            let message = format!("the line has more than {MAX_LINE} bytes");
            let found = Diagnostic::error("bad-entry", message).at(place);
            self.found
                .push(found.hint("give the lines of `guesthouse state export`"));
            return Ok(false);
        }
        let Entry { store, key, value } = match entry::parse(text) {
            Ok(entry) => entry,
            Err(message) => {
                let message = format!("invalid entry: {}", crate::verbs::printable(&message));
                let hint = r#"write it as {"store":"PLUGIN/NAME","key":"KEY","value":"TEXT"}"#;
                let found = Diagnostic::error("bad-entry", message).at(place);
                self.found.push(found.hint(hint));
                return Ok(self.found.len() < MAX_REPORTED);
            }
        };
        let limits = self.limits.of(&store);
        match self
            .editor
            .set(&store, &key, value, limits)
            .map_err(refused)
        {
            Ok(()) => {
                self.entries += 1;
                self.stores.insert(store);
                Ok(true)
            }
            Err(Refused::File(error)) => Err(error),
            // A store that is full refuses each further key.
            Err(Refused::Entry(found)) => {
                self.found.push(found.at(place));
                Ok(false)
            }
        }
    }
}
