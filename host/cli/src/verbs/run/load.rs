//! Loads the plugin that the command line names.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use guesthouse::{Host, HostError, Plugin, Policy, PolicyFile, StateDb};
use guesthouse_diagnostics::{Diagnostic, chain};

use super::{Run, logs};
use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::{at_file, check};

pub(super) struct Loaded {
    pub(super) plugin: Plugin,
    /// The number of events to handle concurrently.
    pub(super) jobs: usize,
    /// Whether to handle committed events again.
    pub(super) again: bool,
}

pub(super) async fn load(run: &Run, console: &Arc<Console>) -> Result<Loaded> {
    let component = check::read(&run.plugin)?;
    let Selected { name, policy } = select_plugin(run, &component)?;
    let mut builder = Host::builder().log(logs::sink(console, run.log_level));
    if let Some(state) = &run.state {
        builder = builder.state(open(state)?);
    }
    let host = builder.build().map_err(|error| host_error(&error))?;
    if !host.sandbox().has_pool() {
        console.report(&no_pool());
    }
    let progress = console.progress("compiling the plugin");
    let plugin = host
        .load(&name, component, policy)
        .await
        .map_err(|error| with_check_hint(error.into(), &run.plugin))?;
    drop(progress);
    let jobs = jobs(run, &plugin);
    Ok(Loaded {
        plugin,
        jobs,
        again: run.again,
    })
}

/// A plugin without its component.
struct Selected {
    name: String,
    policy: Policy,
}

/// Selects the plugin of the policy file. Without a policy file, nothing is granted.
fn select_plugin(run: &Run, component: &[u8]) -> Result<Selected> {
    let Some(path) = &run.policy else {
        refuse_connections(run)?;
        return Ok(Selected {
            name: name_without_policy(run),
            policy: Policy::default(),
        });
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::file("read the policy", path, &error))?;
    let mut file = PolicyFile::parse(&path.display().to_string(), &text)?;
    for (name, url) in &run.connections {
        file.set_connection_url(name, url)?;
    }
    let (name, policy) = file.select(&run.plugin, component, run.name.as_deref())?;
    Ok(Selected {
        name: name.to_owned(),
        policy: policy.clone(),
    })
}

fn refuse_connections(run: &Run) -> Result<()> {
    if run.connections.is_empty() {
        return Ok(());
    }
    let message = "--connection requires a policy, because it changes a connection of the policy";
    let found = Diagnostic::error("no-policy", message);
    Err(Error::usage(
        found.hint("give the policy with --policy FILE"),
    ))
}

/// Returns the name that the command line gives, or the name of the file without its extension.
fn name_without_policy(run: &Run) -> String {
    let stem = run.plugin.file_stem().unwrap_or_default().to_string_lossy();
    run.name.clone().unwrap_or_else(|| stem.into_owned())
}

fn jobs(run: &Run, plugin: &Plugin) -> usize {
    if run.state.is_some() || plugin.keeps_state() {
        return 1;
    }
    let cores = std::thread::available_parallelism();
    run.jobs.or(cores.ok()).map_or(1, NonZeroUsize::get)
}

fn open(path: &Path) -> Result<StateDb> {
    StateDb::open(path).map_err(|error| {
        let hint = "choose another file for `--state`; it must be a state file, or not exist yet";
        Error::usage(Diagnostic::error("state", chain(&error)).hint(hint))
    })
}

/// Adds the file to diagnostics without a place, and a hint at `guesthouse check` to those without
/// a hint.
fn with_check_hint(mut error: Error, path: &Path) -> Error {
    at_file(&mut error.diagnostics, path);
    let unhinted = |diagnostic: &&mut Diagnostic| diagnostic.hints.is_empty();
    for diagnostic in error.diagnostics.iter_mut().filter(unhinted) {
        let hint = format!("run `guesthouse check {}` for details", path.display());
        diagnostic.hints.push(hint);
    }
    error
}

fn no_pool() -> Diagnostic {
    let message =
        "the host cannot reserve memory for guests in advance, so each event takes longer";
    let hint = "raise the limit on virtual memory, for example with `ulimit -v unlimited`";
    Diagnostic::warning("no-pool", message).hint(hint)
}

fn host_error(error: &HostError) -> Error {
    let found = Diagnostic::error("host", chain(error));
    Error::failed(found.hint("raise the limits on memory and virtual memory of this process"))
}
