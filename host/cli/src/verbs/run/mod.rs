//! `guesthouse run`: a Unix filter for CloudEvents in JSON lines.

pub(super) mod advice;
mod costs;
mod flow;
mod hints;
mod histogram;
mod input;
pub(super) mod load;
pub(super) mod logs;
mod outcomes;
mod parse;
mod pending;
mod protect;
mod recordings;
mod repeats;
mod tally;
mod unfinished;

use std::io::IsTerminal;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::runtime::Builder;

use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::{count, file, path, runtime, source};
use flow::Flow;
use outcomes::Outcomes;
use parse::Parser;
use recordings::{Recordings, Which};
use tally::Tally;

pub(in crate::verbs) use tally::counted;

/// Run a plugin on events from standard input
///
/// Reads CloudEvents from standard input, one JSON object per line, and writes the plugin's outputs
/// to standard output in the same format, in input order. If an event fails, it has no effect, the
/// command continues with the next one, and the exit code is 1.
///
/// With --state, events are handled one by one, and the results of an event are committed before they
/// are written. Running again with the same input writes the committed results and handles only the
/// remaining events.
#[derive(Args)]
pub(crate) struct Run {
    /// Plugin to run, or the folder of its source, which is built if it changed
    #[arg(value_name = "DIR or PLUGIN.wasm", value_parser = file())]
    plugin: PathBuf,
    /// Policy with the plugin's grants and limits; without it, nothing is granted
    #[arg(long, value_name = "FILE", value_parser = file())]
    policy: Option<PathBuf>,
    /// Name of the plugin; with --policy, a plugin of the policy [default: the plugin with this file,
    /// or the only one; without --policy, the name of the file]
    #[arg(long = "plugin", value_name = "NAME")]
    name: Option<String>,
    /// Replace the URL of a connection of the policy
    #[arg(long = "connection", value_name = "NAME=URL", value_parser = connection)]
    connections: Vec<(String, String)>,
    /// File for state and committed results
    #[arg(long, value_name = "FILE", value_parser = file())]
    state: Option<PathBuf>,
    /// Handle committed events again; their new results replace the committed ones
    #[arg(long, requires = "state")]
    again: bool,
    /// File with a secret of at least 16 bytes, from which the host derives the random seeds of events
    /// and the idempotency keys of requests. Without it, anyone who knows the source and id of an event
    /// can compute them. White space at its end does not count
    #[arg(long, value_name = "FILE", value_parser = file())]
    key: Option<PathBuf>,
    /// File for the outcome of each event, one JSON object per line
    #[arg(long, value_name = "FILE", value_parser = file())]
    outcomes: Option<PathBuf>,
    /// Folder for recordings of events, which `guesthouse replay` runs again. A recording holds what the
    /// plugin has read: the event, settings, state and responses
    #[arg(long, value_name = "FOLDER", value_parser = file(), conflicts_with = "again")]
    record: Option<PathBuf>,
    /// Events to record
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHICH",
        requires = "record"
    )]
    record_events: Which,
    /// Drop the attributes of an event that CloudEvents does not allow, with a warning, instead of
    /// refusing the event
    #[arg(long)]
    drop_invalid_attributes: bool,
    /// Handle up to N events concurrently; always 1 with --state, or if the plugin has stores
    /// [default: the number of cores]
    #[arg(long, short, value_name = "N", value_parser = count(4))]
    jobs: Option<NonZeroU64>,
    /// Print the plugin's log lines of this level and above
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    log_level: logs::Threshold,
}

fn connection(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, url)) if !name.is_empty() && !url.is_empty() => Ok((name.into(), url.into())),
        _ => Err("write it as NAME=URL, for example profiles=http://127.0.0.1:8099".into()),
    }
}

impl Run {
    pub(crate) fn run(mut self, console: &Arc<Console>) -> Result<()> {
        self.plugin = source::plugin(&self.plugin, console)?;
        // Without a number, the builder panics if TOKIO_WORKER_THREADS is not a number.
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let runtime = runtime(Builder::new_multi_thread().worker_threads(cores))?;
        let ended = runtime.block_on(self.filter(console));
        // A guest that still computes uses the runtime's timers until the process ends.
        Box::leak(Box::new(runtime));
        ended
    }

    async fn filter(self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        input::require_open()?;
        protect::check(&self)?;
        console.sources_are_in(self.plugin.parent().unwrap_or(Path::new("")));
        let plugin = load::load(&self, console).await?;
        let outcomes = self.outcomes.as_deref().map(Outcomes::create).transpose()?;
        let recordings = self.recordings()?;
        let parser = Parser::new(self.drop_invalid_attributes);
        let mut flow = Flow::new(console.as_ref(), plugin, parser, outcomes, recordings);
        if std::io::stdin().is_terminal() {
            console.info(
                "Reading events from the terminal, one JSON object per line; end with Ctrl-D",
            );
        }
        // The rate excludes compiling, which the next run finds in the cache.
        let started = Instant::now();
        let ended = flow.run().await;
        // If standard output was closed, the summary would report results that were not written.
        if !matches!(&ended, Err(error) if error.kind == Kind::Closed) {
            flow.repeats.summarize(console);
            self.summarize(console, &flow.tally, started.elapsed());
            flow.recordings
                .iter()
                .for_each(|made| made.summarize(console));
        }
        ended?;
        let fault = flow.tally.fault();
        fault.map_or(Ok(()), |kind| Err(Error::reported(kind)))
    }

    fn recordings(&self) -> Result<Option<Recordings>> {
        let folder = self.record.as_deref();
        folder
            .map(|folder| Recordings::create(folder, self.record_events, &self.plugin))
            .transpose()
    }

    fn summarize(&self, console: &Console, tally: &Tally, elapsed: Duration) {
        console.json(&tally.as_json(elapsed));
        let mut written = format!("{} on standard output", counted(tally.outputs, "output"));
        for (what, file) in [("outcomes", &self.outcomes), ("state", &self.state)] {
            if let Some(file) = file {
                written += &format!(", {what} in {}", path(file));
            }
        }
        console.info(format_args!(
            "{}\n{written}\n{}",
            tally.sentence(),
            tally.costs(elapsed)
        ));
    }
}
