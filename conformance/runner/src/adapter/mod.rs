//! The interface of a host of the suite `abi`: it loads a guest and runs steps in it.
//!
//! A host in another process gets the same messages through a pipe: see `process`.

pub mod in_process;
pub mod process;
pub mod program;
pub(crate) mod recording;

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

/// The result of a run of steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ran {
    /// For each completed step, the value that its function returned, in WAVE.
    pub returned: Vec<Option<String>>,
    /// The guest's calls to the host, in order.
    pub imports: Vec<Import>,
    /// The events of the host's resources, in order: `new a`, `drop a`.
    pub host_events: Vec<String>,
    /// The reason why the guest did not complete all steps, if it did not.
    pub stopped: Option<Stopped>,
}

/// A call from the guest to the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The interface and the function: `echo.echo-u8`.
    pub call: String,
    /// Its arguments, in WAVE.
    pub args: Vec<String>,
}

/// The reason why a guest stopped before its last step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// The class: `crashed`, `limit`, `timeout`, `host-error`, `host-bug`.
    pub class: String,
    /// The kind of crash, or the limit.
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

/// A host of the suite `abi`.
pub trait Adapter {
    /// Returns the host's name, as expectations and reports have it.
    fn name(&self) -> &str;

    /// Returns the optional features of `SPEC.md` that this host has.
    fn features(&self) -> &[String];

    /// Loads the component that later steps run in.
    ///
    /// # Errors
    /// With the host's reason when it refuses the component.
    fn load(&mut self, component: &Path) -> anyhow::Result<()>;

    /// Tells guests to make this mistake, one of `sabotage.mistake`, in all later runs; or none.
    fn sabotage(&mut self, mistake: Option<String>);

    /// Runs steps in a fresh instance of the loaded component.
    ///
    /// # Errors
    /// When the host is at fault. A fault of the guest is in the result.
    fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran>;
}
