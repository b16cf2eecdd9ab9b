//! The sandbox: from bytes to a component that can be run.

use crate::refused::RefusalCode;
use crate::{Diagnostic, Domain, Loaded, Refused, engine, wasi};
use std::sync::Arc;
use tokio::sync::Semaphore;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

/// Loads components and runs them under limits. One for a process: what it compiles and pools is
/// shared by all its domains. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    slots: Arc<Semaphore>,
}

impl Sandbox {
    /// Returns the settings of a sandbox, with their defaults.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Checks, compiles and links a component for a domain.
    ///
    /// # Errors
    /// Returns every reason why the component is refused. Never panics, whatever the bytes are.
    pub async fn load<D: Domain>(&self, bytes: &[u8]) -> Result<Loaded<D>, Refused> {
        let component = Component::from_binary(&self.engine, bytes)
            .map_err(|error| Diagnostic::new(RefusalCode::CompileFailed, format!("{error:#}")))?;
        let mut linker = Linker::new(&self.engine);
        let linked = wasi::link(&mut linker).and_then(|()| D::link(&mut linker));
        linked.map_err(|error| Diagnostic::new(RefusalCode::HostError, format!("{error:#}")))?;
        let mismatch = |error| Diagnostic::new(RefusalCode::TypeMismatch, format!("{error:#}"));
        let component = linker.instantiate_pre(&component).map_err(mismatch)?;
        let exports = D::find_exports(&component).map_err(mismatch)?;
        Ok(Loaded::new(component, exports, self.slots.clone()))
    }
}

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    guests: u32,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self { guests: 64 }
    }
}

impl SandboxBuilder {
    /// Sets how many guests may run at once. A run beyond that waits. Default 64.
    pub fn max_guests(mut self, guests: u32) -> Self {
        self.guests = guests.max(1);
        self
    }

    /// Builds the sandbox.
    ///
    /// # Errors
    /// When the engine does not start on this machine.
    pub fn build(self) -> anyhow::Result<Sandbox> {
        Ok(Sandbox {
            engine: engine::running(self.guests)?,
            slots: Arc::new(Semaphore::new(self.guests as usize)),
        })
    }
}
