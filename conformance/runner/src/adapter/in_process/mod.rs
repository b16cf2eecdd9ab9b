//! The Guesthouse host in this process: its sandbox, with the conformance package as its domain.

mod host;
mod things;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use guesthouse_dynamic::{Dynamic, Run, Step as Call, Steps};
use guesthouse_sandbox::{Limits, Loaded, RunError, RunStart, Sandbox};
use tokio::runtime::Runtime;

use super::{Adapter, Import, Ran, Step, Stopped};
use crate::contract::Contract;
use crate::value;
use host::{Abi, is_echo};

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
    loaded: Option<Loaded<Dynamic<Abi>>>,
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
        // Without WIT, a function of the wrong type fails when it is called, so that only its case fails.
        let domain = Dynamic::new(Arc::clone(&Contract::get().functions));
        let loaded = self.runtime.block_on(self.sandbox.load(&domain, bytes));
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
        let steps = steps.iter().map(call).collect::<anyhow::Result<_>>()?;
        let run = Run::new(Abi {
            sabotage: self.sabotage.clone(),
            ..Abi::default()
        });
        let run = loaded.run(run, &limits, &START, Steps(steps));
        let finished = self.runtime.block_on(run);
        let record = finished.data.record;
        let asked = record.asked.into_iter().filter(|ask| is_echo(&ask.call));
        let import = |ask: guesthouse_dynamic::Ask| Import {
            call: ask.call,
            args: ask.args,
        };
        Ok(Ran {
            returned: record.returned,
            imports: asked.map(import).collect(),
            host_events: finished.data.host.things.events,
            stopped: finished.result.err().map(|stop| stopped(&stop)),
        })
    }
}

/// Reads the arguments of a step.
fn call(step: &Step) -> anyhow::Result<Call> {
    let (call, args) = match step {
        Step::Drop { drop } => return Ok(Call::Drop { name: drop.clone() }),
        Step::Call { call, args } => (call, args),
    };
    let function = Contract::get().export(call)?;
    let pairs = args.iter().zip(&function.params);
    let args = pairs.map(|(text, ty)| value::parse(ty, text).context(text.clone()));
    Ok(Call::Call {
        call: function.call.clone(),
        args: args.collect::<anyhow::Result<_>>()?,
    })
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
