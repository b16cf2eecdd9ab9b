//! `guesthouse outcomes`: shows how events ended.

mod filter;
mod read;
mod record;
mod show;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use guesthouse_diagnostics::Diagnostic;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout::{self, Stdout};
use crate::verbs::run::counted;
use crate::verbs::{file, path, printable};
use filter::Filter;
use read::Found;
use table::Table;

/// Show how events ended
///
/// Reads the committed outcomes of a state file, of `run --state`, or the lines of
/// `run --outcomes`. Prints a line for each: event, plugin, class and code, fuel, number of outputs, and
/// message. Lines of a file stay in their order; outcomes of a state file are sorted by their clocks. The
/// newest is the last.
#[derive(Args)]
pub(crate) struct Outcomes {
    /// State file, or file of outcomes
    #[arg(value_parser = file())]
    file: PathBuf,
    #[command(flatten)]
    filter: Filter,
    /// Print each outcome of this event in full, with its trace and its outputs
    #[arg(long, value_name = "ID")]
    show: Option<String>,
}

impl Outcomes {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        stdout::require_open()?;
        let mut view = View {
            outcomes: self,
            console,
            out: Stdout::lock(),
            table: Table::default(),
            counts: Counts::default(),
        };
        view.counts.bad_lines = read::each(&self.file, console, |found| view.take(&found))?;
        let shown = view.counts.shown();
        if let Some(id) = &self.show
            && shown == 0
        {
            return Err(self.missing(id));
        }
        view.table.print(console, &mut view.out)?;
        view.out.flush()?;
        view.counts.summarize(console, self.show.is_some());
        match view.counts.bad_lines {
            0 => Ok(()),
            _ => Err(Error::reported(Kind::Failed)),
        }
    }

    fn missing(&self, id: &str) -> Error {
        let message = format!(
            "`{}` has no outcome of the event `{}`",
            path(&self.file),
            printable(id)
        );
        let found = Diagnostic::error("no-such-outcome", message);
        let hint = if self.filter.is_empty() {
            "list the outcomes without --show; a state file has only those of completed events"
        } else {
            "give --show without filters"
        };
        Error::failed(found.hint(hint))
    }
}

/// The outcomes on their way to standard output.
struct View<'a> {
    outcomes: &'a Outcomes,
    console: &'a Console,
    out: Stdout,
    table: Table,
    counts: Counts,
}

impl View<'_> {
    fn take(&mut self, found: &Found) -> Result<()> {
        self.counts.all += 1;
        let record = &found.record;
        let id = &self.outcomes.show;
        let is_asked = id.as_ref().is_none_or(|id| *id == record.event);
        if !is_asked || !self.outcomes.filter.accepts(record) {
            return Ok(());
        }
        let is_first = self.counts.shown() == 0;
        *self
            .counts
            .classes
            .entry(record.class().to_owned())
            .or_default() += 1;
        match (self.console.format, id) {
            (Format::Json, None) => self.out.line(found.line.as_bytes()),
            (Format::Json, Some(_)) => self.out.line(show::json(found).as_bytes()),
            (Format::Text, Some(_)) => {
                let blank = if is_first { "" } else { "\n" };
                self.out
                    .line((blank.to_owned() + show::text(found).trim_end()).as_bytes())
            }
            (Format::Text, None) => {
                self.table.push(record);
                Ok(())
            }
        }
    }
}

#[derive(Default)]
struct Counts {
    all: u64,
    /// The shown outcomes by class.
    classes: BTreeMap<String, u64>,
    bad_lines: u64,
}

impl Counts {
    fn shown(&self) -> u64 {
        self.classes.values().sum()
    }

    fn summarize(&self, console: &Console, is_one: bool) {
        let skipped = self.classes.get(record::SKIPPED).copied().unwrap_or(0);
        let handled = self
            .classes
            .iter()
            .filter(|(class, _)| *class != record::SKIPPED);
        let handled: BTreeMap<_, _> = handled.collect();
        console.json(&json!({
            "type": "summary",
            "events": self.shown() - skipped,
            "classes": handled,
            "skipped": skipped,
            "bad_lines": self.bad_lines,
        }));
        if !is_one {
            console.info(self.sentence());
        }
    }

    /// `2 of 12 outcomes: 1 crashed, 1 rejected; 1 invalid line`
    fn sentence(&self) -> String {
        let shown = self.shown();
        let mut text = counted(self.all, "outcome");
        if shown < self.all {
            text = format!("{shown} of {text}");
        }
        let classes = self.classes.iter();
        let classes: Vec<_> = classes
            .map(|(class, count)| format!("{count} {}", printable(class)))
            .collect();
        if !classes.is_empty() {
            text += &format!(": {}", classes.join(", "));
        }
        if self.bad_lines > 0 {
            text += &format!("; {}", counted(self.bad_lines, "invalid record"));
        }
        text
    }
}
