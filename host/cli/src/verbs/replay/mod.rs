//! `guesthouse replay`: runs recorded events again.

mod files;
mod verdict;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use guesthouse::{Host, HostError, Outcome, Recording};
use guesthouse_diagnostics::{Diagnostic, chain};
use guesthouse_sandbox::Sandbox;
use serde_json::json;
use tokio::runtime::Builder;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout;
use crate::verbs::compiling::Compiling;
use crate::verbs::run::{advice, load, logs};
use crate::verbs::{at_file, check, file, path, printable, runtime, source};
use verdict::Verdict;

/// Run recorded events again
///
/// `guesthouse run --record FOLDER` writes recordings. A recording holds the event and everything that
/// the plugin got from the host, so no service and no state file is needed.
///
/// With the same component, everything must be the same: outcome, outputs, changes to state, log and
/// fuel. With another build of the plugin, the command says whether the event now completes, and where
/// the build does something else first. The exit code is 1 unless every recording is `same` or `fixed`. A
/// recording of a folder that cannot be replayed is reported, and the others are replayed.
#[derive(Args)]
pub(crate) struct Replay {
    /// Recording, or folder with recordings
    #[arg(value_name = "RECORDING")]
    recording: PathBuf,
    /// Plugin to run, or the folder of its source, which is built if it changed [default: the component
    /// that was recorded]
    #[arg(value_name = "DIR or PLUGIN.wasm", value_parser = file())]
    plugin: Option<PathBuf>,
    /// Print the plugin's log lines of this level and above
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    log_level: logs::Threshold,
}

const OTHER_BUILD: &str =
    "the component is not the build that was recorded, so log and fuel are not compared";

/// A recording and its replay.
struct Replayed<'a> {
    file: &'a Path,
    recorded: Recording,
    now: Recording,
    outcome: Outcome,
    /// Whether the recorded path has another build now.
    other_build: bool,
}

impl Replay {
    pub(crate) fn run(mut self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        if let Some(plugin) = &self.plugin {
            self.plugin = Some(source::plugin(plugin, console)?);
        }
        let runtime = runtime(&mut Builder::new_multi_thread())?;
        let all_good = runtime.block_on(self.replay_all(console));
        // A guest that still computes uses the runtime's timers until the process ends.
        Box::leak(Box::new(runtime));
        Error::unless(all_good?)
    }

    async fn replay_all(&self, console: &Arc<Console>) -> Result<bool> {
        let files = files::find(&self.recording)?;
        let compiling = Compiling::new(console, "the plugin");
        let sandbox = compiling
            .sandbox()
            .map_err(|error| load::host_error(&HostError::from(error)))?;
        let mut all_good = true;
        for file in &files {
            match self.replay(console, &sandbox, file).await {
                Ok(replayed) => all_good &= replayed.report(console)?,
                Err(error) if files.len() == 1 => return Err(error),
                // It says nothing about the other recordings.
                Err(error) => {
                    all_good = false;
                    error.diagnostics.iter().for_each(|it| console.report(it));
                }
            }
        }
        compiling.ended();
        Ok(all_good)
    }

    async fn replay<'a>(
        &self,
        console: &Arc<Console>,
        sandbox: &Sandbox,
        file: &'a Path,
    ) -> Result<Replayed<'a>> {
        let recorded = files::read(file)?;
        let ended = self.run_again(console, sandbox, file, &recorded).await;
        let (outcome, now) = ended.map_err(|mut error| {
            at_file(&mut error.diagnostics, file);
            error
        })?;
        Ok(Replayed {
            other_build: self.plugin.is_none() && !recorded.is_same_build(&now),
            file,
            recorded,
            now,
            outcome,
        })
    }

    async fn run_again(
        &self,
        console: &Arc<Console>,
        sandbox: &Sandbox,
        file: &Path,
        recorded: &Recording,
    ) -> Result<(Outcome, Recording)> {
        let plugin = self.component(recorded)?;
        let invalid = |error: guesthouse::RecordingError| {
            Error::usage(Diagnostic::error("bad-recording", chain(&error)))
        };
        let host = Host::builder()
            .sandbox(sandbox.clone())
            .state(recorded.state().map_err(invalid)?)
            .log(logs::sink(console, self.log_level))
            .build()
            .map_err(|error| load::host_error(&error))?;
        console.sources_are_in(plugin.parent().unwrap_or(Path::new("")));
        let component = check::read(&plugin)?;
        let loaded = host
            .load(recorded.plugin(), component, recorded.policy())
            .await?;
        let (outcome, now) = loaded.replay(recorded).await.map_err(invalid)?;
        let now = now.ok_or_else(|| not_run(file, &outcome))?;
        Ok((outcome, now))
    }

    fn component(&self, recorded: &Recording) -> Result<PathBuf> {
        let given = self.plugin.clone();
        let component = given.or_else(|| recorded.component().map(PathBuf::from));
        component.ok_or_else(|| {
            let message = "the recording does not say where the component is";
            let found = Diagnostic::error("no-component", message);
            Error::usage(found.hint("give the plugin: `guesthouse replay RECORDING PLUGIN.wasm`"))
        })
    }
}

impl Replayed<'_> {
    /// Prints how the replay ended and where it differs. Returns whether it is as it should be.
    fn report(&self, console: &Console) -> Result<bool> {
        let verdict = Verdict::of(&self.recorded, &self.now);
        let differences = self.recorded.differences(&self.now);
        if console.format == Format::Json {
            stdout::json(&json!({
                "recording": self.file.display().to_string(),
                "verdict": verdict.word(),
                "same_build": self.recorded.is_same_build(&self.now),
                "recorded": ending(&self.recorded),
                "replayed": ending(&self.now),
                "differences": differences,
            }))?;
            return Ok(verdict.is_good());
        }
        if let Outcome::Failed(failure) = &self.outcome {
            let mut found = advice::diagnostic(path(self.file), failure);
            // They are for the operator of the recorded run.
            found.hints.clear();
            console.report(&found);
        }
        let [recorded, now] = [&self.recorded, &self.now].map(ending);
        let ended = if recorded == now {
            format!("{now}, as recorded")
        } else {
            format!("was {recorded}, is {now}")
        };
        // A recording is a file of anybody.
        let ended = printable(&ended);
        console.result(&format!(
            "{:<8} {}: {ended}\n",
            verdict.word(),
            path(self.file)
        ))?;
        if !verdict.is_good() || !self.recorded.is_same_build(&self.now) {
            differences
                .iter()
                .for_each(|difference| console.info(format_args!("  {difference}")));
        }
        let notes = [
            self.other_build.then(|| OTHER_BUILD.to_owned()),
            verdict::note(&self.recorded, &self.now),
        ];
        for note in notes.iter().flatten() {
            console.info(format_args!("  note: {}", printable(note)));
        }
        Ok(verdict.is_good())
    }
}

/// `crashed/exception`, `completed`
fn ending(recording: &Recording) -> String {
    match recording.ended() {
        (class, Some(code)) => format!("{class}/{code}"),
        (class, None) => class.to_string(),
    }
}

fn not_run(file: &Path, outcome: &Outcome) -> Error {
    match outcome {
        Outcome::Failed(failure) => {
            Error::new(Kind::Failed, vec![advice::diagnostic(path(file), failure)])
        }
        Outcome::Completed(_) => Error::reported(Kind::Bug),
    }
}
