//! `guesthouse run`: a Unix filter over CloudEvents JSON lines.

mod advice;
mod flow;
mod input;
mod load;
mod logs;
mod outcomes;
mod tally;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::runtime::Runtime;

use crate::console::Console;
use crate::error::{Diagnostic, Error, Kind, Result};
use crate::verbs::path;
use flow::Flow;
use outcomes::Outcomes;
use tally::{Tally, counted};

/// Run a plugin over events
///
/// Reads CloudEvents from standard input, one JSON object a line, and writes the plugin's outputs to
/// standard output in the same form, in input order. An event that fails leaves nothing behind and
/// the rest goes on; the exit code is 1 then.
///
/// With --state, events are handled one after another and what they lead to is committed before it is
/// written. Running again with the same input writes what was committed and handles only the rest.
#[derive(Args)]
pub(crate) struct Run {
    /// The plugin
    #[arg(value_name = "PLUGIN.wasm")]
    plugin: PathBuf,
    /// Grant what this policy grants; without one, nothing is granted
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Run under this name, where the policy has several and binds none to the file
    #[arg(long = "plugin", value_name = "NAME")]
    name: Option<String>,
    /// Send a connection of the policy to another address
    #[arg(long = "connection", value_name = "NAME=URL", value_parser = connection)]
    connections: Vec<(String, String)>,
    /// Keep state and what was committed in this file
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Write what each event led to into this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
    /// Handle so many events at once; one after another where the plugin has stores
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Tell the plugin's log lines from this level on
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    log_level: logs::Threshold,
}

fn connection(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, url)) if !name.is_empty() && !url.is_empty() => Ok((name.into(), url.into())),
        _ => Err("write it as NAME=URL, for example profiles=http://127.0.0.1:8099".into()),
    }
}

fn is_one_file(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    whole(one).is_some_and(|path| Some(path) == whole(other))
}

impl Run {
    pub(crate) fn run(self, console: &Arc<Console>) -> Result<()> {
        let runtime = Runtime::new().map_err(|error| {
            Error::failed(
                Diagnostic::error("no-threads", format_args!("cannot start: {error}"))
                    .hint("raise the limit on processes and run the command again"),
            )
        })?;
        let ended = runtime.block_on(self.filter(console));
        // An event that is being handled is not waited for: nothing of it is committed.
        runtime.shutdown_timeout(Duration::from_millis(200));
        ended
    }

    async fn filter(self, console: &Arc<Console>) -> Result<()> {
        self.spare_inputs()?;
        let plugin = load::load(&self, console).await?;
        let outcomes = self.outcomes.as_deref().map(Outcomes::create).transpose()?;
        // Compiling is no part of the rate: the next run finds it done.
        let started = Instant::now();
        let mut flow = Flow::new(console.as_ref(), plugin, outcomes);
        let ended = flow.run().await;
        // Nobody is left to read a summary of what could not be written.
        if !matches!(&ended, Err(error) if error.kind == Kind::Closed) {
            self.sum_up(console, &flow.tally, started.elapsed());
        }
        ended?;
        flow.tally
            .fault()
            .map_or(Ok(()), |kind| Err(Error::told(kind)))
    }

    /// The file of outcomes begins anew in each run: it must not be one that the run needs.
    fn spare_inputs(&self) -> Result<()> {
        let Some(outcomes) = &self.outcomes else {
            return Ok(());
        };
        let inputs = [
            Some(&self.plugin),
            self.policy.as_ref(),
            self.state.as_ref(),
        ];
        let is_same = |input: &&PathBuf| *input == outcomes || is_one_file(input, outcomes);
        match inputs.into_iter().flatten().find(is_same) {
            None => Ok(()),
            Some(input) => {
                let message = format!("--outcomes would overwrite `{}`", input.display());
                let found = Diagnostic::error("would-overwrite", message);
                Err(Error::usage(found.hint("name another file, or a new one")))
            }
        }
    }

    fn sum_up(&self, console: &Console, tally: &Tally, elapsed: Duration) {
        console.record(&tally.as_json(elapsed));
        let mut went = format!("{} on standard output", counted(tally.outputs, "output"));
        for (what, file) in [("outcomes", &self.outcomes), ("state", &self.state)] {
            if let Some(file) = file {
                went += &format!(", {what} in {}", path(file));
            }
        }
        console.say(format_args!(
            "{}\n{went}\n{}",
            tally.sentence(),
            tally.rate(elapsed)
        ));
    }
}
