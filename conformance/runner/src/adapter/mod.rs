//! A host, as the runner sees it: something that loads a guest and runs steps in it.
//!
//! The same messages cross a pipe when the host is another process: see `process`.

pub mod in_process;
pub(crate) mod noting;
pub mod process;
pub mod program;

use std::path::Path;

use serde::{Deserialize, Serialize};

/// One step of a run. All steps of a run happen in one instance of the guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Step {
    /// Calls an exported function.
    Call {
        /// The interface and the function: `echo.echo-u8`.
        call: String,
        /// Its arguments, in WAVE.
        #[serde(default)]
        args: Vec<String>,
    },
    /// Drops a resource of the guest that the host holds.
    Drop {
        /// Its name: `#1` is the first that the host was given in this run.
        drop: String,
    },
}

/// What a run of steps gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ran {
    /// For each step that was done, what its function returned, in WAVE.
    pub returned: Vec<Option<String>>,
    /// What the guest called, in order.
    pub imports: Vec<Import>,
    /// Which of the host's resources the guest made and destroyed, in order: `new a`, `drop a`.
    pub heard: Vec<String>,
    /// Why there are fewer results than steps, if there are.
    pub stopped: Option<Stopped>,
}

/// A call from the guest to the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The interface and the function: `echo.echo-u8`.
    pub call: String,
    /// What the guest gave it, in WAVE.
    pub args: Vec<String>,
}

/// How a guest ended before it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// What it was: `crashed`, `limit`, `timeout`, `host-error`, `host-bug`.
    pub class: String,
    /// Which crash or which limit.
    pub code: Option<String>,
    /// One sentence.
    pub message: String,
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.class)?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A host that is asked whether it and a guest mean the same.
pub trait Adapter {
    /// Returns the host's name, as expectations and reports have it.
    fn name(&self) -> &str;

    /// Returns what this host can do beyond calling functions with plain values.
    fn features(&self) -> &[String];

    /// Loads the component that later steps run in.
    ///
    /// # Errors
    /// With the host's reason when it refuses the component.
    fn load(&mut self, component: &Path) -> anyhow::Result<()>;

    /// From now on tells guests to make this mistake, one of `sabotage.mistake`, or none.
    fn sabotage(&mut self, mistake: Option<String>);

    /// Runs steps in a fresh instance of the loaded component.
    ///
    /// # Errors
    /// When the host is at fault: what a guest does is in what is returned.
    fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran>;
}
