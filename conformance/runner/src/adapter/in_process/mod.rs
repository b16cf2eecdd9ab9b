//! The Guesthouse host in this process: its sandbox, with the conformance package as its domain.

mod domain;
mod run_data;
mod text;
mod things;
mod val;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use guesthouse_sandbox::{Limits, Loaded, RunError, RunStart, Sandbox};
use tokio::runtime::Runtime;

use super::{Adapter, Ran, Step, Stopped};
use domain::Abi;
use run_data::RunData;

/// The clock and seed of every run.
const START: RunStart = RunStart {
    clock: Duration::from_secs(1_700_000_000),
    seed: [7; 32],
};

/// The host of this repository in this process.
pub struct InProcess {
    runtime: Runtime,
    sandbox: Sandbox,
    features: Vec<String>,
    loaded: Option<Loaded<Abi>>,
    sabotage: Option<String>,
}

impl InProcess {
    /// Starts the host.
    ///
    /// # Errors
    /// When the engine does not start on this machine.
    pub fn new() -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(Self {
            runtime,
            sandbox: Sandbox::builder().max_guests(2).build()?,
            features: vec!["resources".to_owned()],
            loaded: None,
            sabotage: None,
        })
    }
}

impl Adapter for InProcess {
    fn name(&self) -> &str {
        "in-process"
    }

    fn features(&self) -> &[String] {
        &self.features
    }

    fn load(&mut self, component: &Path) -> anyhow::Result<()> {
        self.loaded = None;
        let bytes = std::fs::read(component)
            .with_context(|| format!("cannot read {}", component.display()))?;
        let loaded = self.runtime.block_on(self.sandbox.load::<Abi>(bytes));
        self.loaded = Some(loaded.map_err(|refused| anyhow!("refused: {refused}"))?);
        Ok(())
    }

    fn sabotage(&mut self, mistake: Option<String>) {
        self.sabotage = mistake;
    }

    fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran> {
        let loaded = self.loaded.as_ref().context("no component is loaded")?;
        // A list element takes some forty bytes as a dynamic value, much more than in a plugin's
        // host.
        let limits = Limits {
            call_bytes: 256 << 20,
            ..Limits::default()
        };
        let run_data = RunData::of(self.sabotage.clone());
        let run = loaded.run(run_data, &limits, &START, steps.to_vec());
        let finished = self.runtime.block_on(run);
        let mut ran = finished.data.into_ran();
        ran.stopped = finished.result.err().map(|stop| stopped(&stop));
        Ok(ran)
    }
}

fn stopped(stop: &RunError) -> Stopped {
    let message = match stop {
        RunError::Crashed(crash) => crash.message.clone(),
        other => other.to_string(),
    };
    Stopped {
        class: stop.class().to_owned(),
        code: stop.code().map(str::to_owned),
        message,
    }
}
