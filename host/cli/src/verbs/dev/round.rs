//! One round: the command that builds the plugin and runs it.

use std::fs::File;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process_group};
use serde::Deserialize;
use tempfile::TempPath;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use super::Job;
use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;

/// A running command, in a process group of its own. It ends when this value is dropped.
pub(super) struct Round {
    child: Child,
    group: Option<Pid>,
    outcomes: Option<TempPath>,
    /// Whether results are for a machine, which gets them as they are.
    is_json: bool,
}

/// What an event did, as in the file of `run --outcomes`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Handled {
    pub(super) event: String,
    pub(super) source: String,
    pub(super) class: Option<String>,
    pub(super) code: Option<String>,
    pub(super) fuel: u64,
    #[serde(rename = "outputs")]
    count: usize,
    /// The lines of its outputs.
    #[serde(skip)]
    pub(super) outputs: Vec<String>,
}

impl Round {
    /// Starts this program with the job's verb: a process leaves nothing behind when it is ended.
    pub(super) fn start(job: &Job, options: &[String], console: &Console) -> Result<Self> {
        let program = std::env::current_exe().unwrap_or_else(|_| "guesthouse".into());
        let mut command = Command::new(&program);
        command.arg(job.verb).args(&job.args);
        let is_json = console.format == Format::Json;
        if is_json {
            command.args(["--format", "json"]);
        }
        let outcomes = match &job.events {
            Some(events) => {
                let file = File::open(events);
                let file = file.map_err(|error| Error::file("read", events, &error))?;
                command.stdin(file);
                let outcomes = tempfile::NamedTempFile::new().map_err(|error| {
                    Error::file("create a file in", &std::env::temp_dir(), &error)
                })?;
                command.arg("--outcomes").arg(outcomes.path());
                Some(outcomes.into_temp_path())
            }
            None => {
                command.stdin(Stdio::null());
                None
            }
        };
        if job.verb != "build" {
            command.args(options);
        }
        command
            .stdout(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        let child = command
            .spawn()
            .map_err(|error| Error::file("run", &program, &error))?;
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Ok(Self {
            group: id.and_then(Pid::from_raw),
            child,
            outcomes,
            is_json,
        })
    }

    /// Waits for the end of the command and passes its results on. Returns what the events did, if it
    /// handled any.
    pub(super) async fn end(&mut self) -> Result<Option<Vec<Handled>>> {
        let mut results = Vec::new();
        if let Some(mut pipe) = self.child.stdout.take() {
            // An error of the pipe is the end of the command.
            let _ = pipe.read_to_end(&mut results).await;
        }
        let _ = self.child.wait().await;
        self.group = None;
        let results = String::from_utf8_lossy(&results);
        stdout::print(&results)?;
        let outcomes = self.outcomes.as_ref();
        let outcomes = outcomes.and_then(|file| std::fs::read_to_string(file).ok());
        let handled = outcomes.map(|outcomes| read(&outcomes, &results));
        Ok(handled.filter(|handled| !handled.is_empty() && !self.is_json))
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            // Compilers are in the group, too.
            let _ = kill_process_group(group, Signal::TERM);
        }
    }
}

/// Reads what the events did. Outputs are in the order of the events.
fn read(outcomes: &str, results: &str) -> Vec<Handled> {
    let mut outputs = results.lines();
    let handled = outcomes.lines().filter_map(|line| {
        let mut handled: Handled = serde_json::from_str(line).ok()?;
        let own = outputs.by_ref().take(handled.count);
        handled.outputs = own.map(str::to_owned).collect();
        Some(handled)
    });
    handled.collect()
}
