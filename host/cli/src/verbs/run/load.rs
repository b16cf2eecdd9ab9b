//! Loads the plugin that the command line names.

use std::io::Read;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::Path;
use std::sync::Arc;

use guesthouse::{
    Host, HostError, Limits, LoadError, OperatorKey, Plugin, Policy, PolicyFile, StateDb,
};
use guesthouse_diagnostics::{Diagnostic, Severity, chain};
use guesthouse_inspect::Against;
use tokio::sync::Semaphore;

use super::{Run, logs};
use crate::console::Console;
use crate::error::{Error, Result};
use crate::verbs::compiling::Compiling;
use crate::verbs::{at_file, check, path, state};

/// The lengths of an operator's key, in bytes.
const SHORTEST_KEY: u64 = 16;
const LONGEST_KEY: u64 = 4_096;

pub(super) struct Loaded {
    pub(super) plugin: Plugin,
    /// The number of events to handle concurrently.
    pub(super) jobs: usize,
    /// Whether to handle committed events again.
    pub(super) again: bool,
    pub(super) limits: Limits,
}

pub(super) async fn load(run: &Run, console: &Arc<Console>) -> Result<Loaded> {
    let component: Arc<[u8]> = check::read(&run.plugin)?.into();
    let Selected { name, policy } = select_plugin(run, &component)?;
    let limits = policy.limits.clone();
    let compiling = Compiling::new(console, &name);
    let mut builder = Host::builder()
        .log(logs::sink(console, run.log_level))
        .sandbox(
            compiling
                .sandbox()
                .map_err(|error| host_error(&HostError::from(error)))?,
        );
    if let Some(key) = &run.key {
        builder = builder.key(read_key(key)?);
    }
    if let Some(state) = &run.state {
        builder = builder.state(open(state)?);
    }
    let host = builder.build().map_err(|error| host_error(&error))?;
    if !host.sandbox().has_pool() {
        console.report(&no_pool());
    }
    let progress = console.progress("compiling the plugin");
    let plugin = match host.load(&name, Arc::clone(&component), policy).await {
        Ok(plugin) => plugin,
        Err(error) => {
            let notes = notes(&error, &component).await;
            let mut error = Error::from(error);
            error.diagnostics.extend(notes);
            return Err(with_check_hint(error, &run.plugin));
        }
    };
    drop(progress);
    compiling.ended();
    if plugin.keeps_state() && run.state.is_none() {
        console.report(&state_in_memory());
    }
    let jobs = jobs(run, &plugin);
    Ok(Loaded {
        plugin,
        jobs,
        again: run.again,
        limits,
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
            name: name_without_policy(run)?,
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

/// Reads the operator's key. A short one could be guessed.
fn read_key(file: &Path) -> Result<OperatorKey> {
    let mut key = Vec::new();
    std::fs::File::open(file)
        .and_then(|file| file.take(LONGEST_KEY + 1).read_to_end(&mut key))
        .map_err(|error| Error::file("read the key", file, &error))?;
    let key = key.trim_ascii_end();
    if (SHORTEST_KEY..=LONGEST_KEY).contains(&(key.len() as u64)) {
        return Ok(OperatorKey::new(key));
    }
    let message = format!(
        "the key in `{}` must have {SHORTEST_KEY} to {LONGEST_KEY} bytes",
        path(file)
    );
    let hint = "create one, for example with `head -c 32 /dev/urandom | base64 > key`";
    Err(Error::usage(
        Diagnostic::error("invalid-key", message).hint(hint),
    ))
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
///
/// A descriptor, such as that of `<(cat FILE)`, has a number for a name, and the ids of outputs would
/// depend on it.
fn name_without_policy(run: &Run) -> Result<String> {
    if let Some(name) = &run.name {
        return Ok(name.clone());
    }
    let whole = std::path::absolute(&run.plugin).unwrap_or_default();
    if ["/dev", "/proc"]
        .iter()
        .any(|folder| whole.starts_with(folder))
    {
        let message = format!(
            "`{}` is a stream, so the plugin has no name",
            path(&run.plugin)
        );
        let found = Diagnostic::error("no-name", message);
        return Err(Error::usage(found.hint("give the name with --plugin NAME")));
    }
    let stem = run.plugin.file_stem().unwrap_or_default();
    Ok(stem.to_string_lossy().into_owned())
}

fn jobs(run: &Run, plugin: &Plugin) -> usize {
    if run.state.is_some() || plugin.keeps_state() {
        return 1;
    }
    let cores = std::thread::available_parallelism();
    let cores = cores.map_or(1, NonZeroUsize::get);
    let given = |jobs: NonZeroU64| usize::try_from(jobs.get()).unwrap_or(usize::MAX);
    run.jobs.map_or(cores, given).min(Semaphore::MAX_PERMITS)
}

fn open(path: &Path) -> Result<StateDb> {
    StateDb::open(path).map_err(|error| {
        let hint = "choose another file for `--state`; it must be a state file, or not exist yet";
        state::unusable(&error, hint)
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

/// Returns the notes of `guesthouse check` on a component that the host refused.
async fn notes(error: &LoadError, component: &[u8]) -> Vec<Diagnostic> {
    if !matches!(error, LoadError::Refused(_)) {
        return Vec::new();
    }
    let report = guesthouse_sandbox::check(component, &Against::Automation(None), None).await;
    let notes = report.diagnostics.into_iter();
    notes
        .filter(|found| found.severity == Severity::Note)
        .collect()
}

fn state_in_memory() -> Diagnostic {
    let message = "the plugin keeps state, which ends with this run";
    Diagnostic::new(Severity::Note, "state-in-memory", message)
        .hint("keep it in a file with --state FILE")
}

fn no_pool() -> Diagnostic {
    let message =
        "the host cannot reserve memory for guests in advance, so each event takes longer";
    let hint = "raise the limit on virtual memory, for example with `ulimit -v unlimited`";
    Diagnostic::warning("no-pool", message).hint(hint)
}

/// Says that the sandbox or the database in memory cannot start.
pub(in crate::verbs) fn host_error(error: &HostError) -> Error {
    let found = Diagnostic::error("host", chain(error));
    Error::failed(found.hint("raise the limits on memory and virtual memory of this process"))
}
