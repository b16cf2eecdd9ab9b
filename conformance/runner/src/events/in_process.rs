//! The host in this process: the crate `guesthouse`, embedded as in any program.

use std::path::Path;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, anyhow};
use guesthouse::{Event, LogEntry, Outcome, PolicyFile, Sandbox};
use guesthouse_sandbox::SandboxBuilder;
use tokio::runtime::Runtime;

use super::host::{Host, PLUGIN};
use crate::result::EventResult;

/// The crate `guesthouse`.
pub struct InProcess {
    runtime: Runtime,
    sandbox: Sandbox,
}

impl InProcess {
    /// Starts the host.
    ///
    /// # Errors
    /// When the engine does not start on this machine.
    pub fn new() -> anyhow::Result<Self> {
        Self::with(Sandbox::builder())
    }

    /// Starts a host that allocates instances on demand and keeps compiled components in `cache`.
    ///
    /// # Errors
    /// When the engine does not start on this machine.
    pub fn on_demand(cache: &Path) -> anyhow::Result<Self> {
        Self::with(Sandbox::builder().on_demand().cache_dir(cache))
    }

    fn with(sandbox: SandboxBuilder) -> anyhow::Result<Self> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build()?;
        let sandbox = sandbox.max_guests(2).build()?;
        Ok(Self { runtime, sandbox })
    }
}

impl Host for InProcess {
    fn name(&self) -> &str {
        "in-process"
    }

    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        events: &[String],
    ) -> anyhow::Result<Vec<EventResult>> {
        let file = PolicyFile::parse("case", policy).map_err(|error| anyhow!("{error}"))?;
        let policy = file.plugin(PLUGIN).context("the case has no policy")?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        let host = guesthouse::Host::builder()
            .sandbox(self.sandbox.clone())
            .log(move |entry: &LogEntry<'_>| {
                let level = format!("{:?}", entry.line.level).to_lowercase();
                if let Ok(mut lines) = sink.lock() {
                    lines.push(format!("{level} {}", entry.line.message));
                }
            })
            .build()?;
        self.runtime.block_on(async {
            let plugin = host.load(PLUGIN, component, policy.clone()).await?;
            let mut results = Vec::new();
            for event in events {
                let event = Event::parse(event.as_bytes())?;
                let outcome = plugin.handle(event).await;
                let log = lines.lock().map(|mut it| std::mem::take(&mut *it));
                results.push(result(&outcome, log.unwrap_or_default())?);
            }
            Ok(results)
        })
    }
}

fn result(outcome: &Outcome, log: Vec<String>) -> anyhow::Result<EventResult> {
    let events = match outcome {
        Outcome::Completed(done) => done.events.as_slice(),
        Outcome::Failed(_) => &[],
    };
    let outputs = events.iter().map(|it| serde_json::from_str(&it.to_json()));
    Ok(EventResult {
        outcome: serde_json::from_str(&outcome.to_json())?,
        outputs: outputs.collect::<Result<_, _>>()?,
        log,
    })
}
