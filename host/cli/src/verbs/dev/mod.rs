//! `guesthouse dev`: builds a plugin and runs it again after each change.

mod changes;
mod round;
mod watch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use guesthouse_diagnostics::Diagnostic;
use guesthouse_toolchain::Project;
use tokio::runtime::Builder;

use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::{file, path, runtime};
use round::{Handled, Round};
use watch::Watch;

/// The events that are handled if the command line names none.
const EVENTS: &str = "events.jsonl";
/// The policy that is used if the command line names none.
const POLICY: &str = "guesthouse.toml";
/// The most names of changed files that are shown.
const MAX_SHOWN: usize = 3;
/// The folder with cases.
const CASES: &str = "cases";

/// Build a plugin and run it again after each change
///
/// Watches the source of a plugin. After each change it builds the plugin, handles the events of a
/// file, and says what changed since the run before: outcomes, outputs and fuel. A plugin of another
/// contract runs its cases instead, as `guesthouse test` does. A change that comes during a build ends
/// that build. Ctrl-C ends the command.
#[derive(Args)]
pub(crate) struct Dev {
    /// Folder with the plugin's source
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Events to handle, one JSON object per line [default: events.jsonl in the folder]
    #[arg(long, value_name = "FILE", value_parser = file())]
    events: Option<PathBuf>,
    /// Policy with the plugin's grants and limits [default: guesthouse.toml in the folder]
    #[arg(long, value_name = "FILE", value_parser = file())]
    policy: Option<PathBuf>,
    /// Options of `guesthouse run` or `guesthouse test`, after `--`
    #[arg(last = true, value_name = "OPTIONS")]
    options: Vec<String>,
}

/// The command that runs after each change.
struct Job {
    verb: &'static str,
    args: Vec<PathBuf>,
    /// The file for standard input.
    events: Option<PathBuf>,
}

impl Dev {
    pub(crate) fn run(self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        let runtime = runtime(Builder::new_multi_thread().worker_threads(1))?;
        runtime.block_on(self.watch(console))
    }

    async fn watch(&self, console: &Console) -> Result<()> {
        // A mistake in the manifest is an error now and not in each round.
        let project = Project::open(&self.dir)?;
        let is_foreign = project.manifest().domain.is_some();
        let beside = [&self.events, &self.policy].into_iter().flatten();
        let mut watch = Watch::start(&self.dir, beside.map(PathBuf::as_path))?;
        let mut before = None;
        loop {
            let job = self.job(is_foreign);
            let mut round = Round::start(&job, &self.options, console)?;
            let during = tokio::select! {
                biased;
                ended = tokio::signal::ctrl_c() => return Err(interrupted(ended)),
                changed = watch.changed() => Some(changed?),
                ended = round.end() => {
                    compare(&mut before, ended?, console);
                    None
                }
            };
            // Ends a build that is still running.
            drop(round);
            let changed = match during {
                Some(changed) => changed,
                None => self.wait(&mut watch, console).await?,
            };
            let shown = changed.iter().map(|changed| self.shown(changed));
            let shown: Vec<_> = shown.take(MAX_SHOWN).collect();
            console.info("");
            console.done("Changed", shown.join(", "));
        }
    }

    async fn wait(&self, watch: &mut Watch, console: &Console) -> Result<BTreeSet<PathBuf>> {
        console.done("Watching", format_args!("{}; Ctrl-C ends", path(&self.dir)));
        tokio::select! {
            ended = tokio::signal::ctrl_c() => Err(interrupted(ended)),
            changed = watch.changed() => changed,
        }
    }

    /// Returns a path as seen from the watched folder.
    fn shown(&self, changed: &Path) -> String {
        let folder = self.dir.canonicalize().unwrap_or_default();
        path(changed.strip_prefix(&folder).unwrap_or(changed))
    }

    /// Returns what to run: the events or the cases that exist now, or else only the build.
    fn job(&self, is_foreign: bool) -> Job {
        let in_folder = |given: &Option<PathBuf>, name: &str| {
            let default = Some(self.dir.join(name)).filter(|path| path.exists());
            given.clone().or(default)
        };
        if is_foreign {
            let has_cases = self.dir.join(CASES).is_dir();
            let verb = if has_cases { "test" } else { "build" };
            return self.job_of(verb, None);
        }
        let Some(events) = in_folder(&self.events, EVENTS) else {
            return self.job_of("build", None);
        };
        let mut job = self.job_of("run", Some(events));
        if let Some(policy) = in_folder(&self.policy, POLICY) {
            job.args.extend(["--policy".into(), policy]);
        }
        job
    }

    fn job_of(&self, verb: &'static str, events: Option<PathBuf>) -> Job {
        Job {
            verb,
            args: vec![self.dir.clone()],
            events,
        }
    }
}

/// Says what changed since the round before, and keeps the events for the next one.
fn compare(before: &mut Option<Vec<Handled>>, now: Option<Vec<Handled>>, console: &Console) {
    let Some(now) = now else { return };
    if let Some(before) = before {
        changes::print(before, &now, console);
    }
    *before = Some(now);
}

fn interrupted(signal: std::io::Result<()>) -> Error {
    match signal {
        Ok(()) => Error::reported(Kind::Interrupted),
        Err(error) => {
            let found = Diagnostic::error("cannot-watch", error);
            Error::failed(found.hint("run the command again"))
        }
    }
}
