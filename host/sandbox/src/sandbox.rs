//! The sandbox: from bytes to a component that can be run.

use crate::compile::{CompileLimits, Compiler, Place};
use crate::refused::RefusalCode;
use crate::{Diagnostic, Domain, Guest, Loaded, Refused, engine, prescan, trial, wasi};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;
use wasmtime::Engine;
use wasmtime::component::Linker;

/// Loads components and runs them under limits. One for a process: what it compiles and pools is
/// shared by all its domains. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    compiler: Compiler,
    slots: Arc<Semaphore>,
}

impl Sandbox {
    /// Returns the settings of a sandbox, with their defaults.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Returns the engine that runs guests, with its settings: to compare, never to go round the
    /// sandbox.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Checks, compiles and links a component for a domain.
    ///
    /// # Errors
    /// Returns every reason why the component is refused. Never panics, whatever the bytes are.
    pub async fn load<D: Domain>(&self, bytes: &[u8]) -> Result<Loaded<D>, Refused> {
        prescan::check::<D>(bytes, self.compiler.limits().component_bytes)?;
        let component = self.compiler.compile(bytes.into()).await?;
        let pre = self
            .linker::<D>()?
            .instantiate_pre(&component)
            .map_err(mismatch)?;
        let exports = D::find_exports(&pre).map_err(mismatch)?;
        // The semaphore is never closed. The slot is that of the trial's instance.
        let _slot = self.slots.acquire().await.ok();
        trial::check::<D>(&component, &exports)
            .await
            .map_err(mismatch)?;
        Ok(Loaded::new(pre, exports, self.slots.clone()))
    }

    fn linker<D: Domain>(&self) -> Result<Linker<Guest<D::Data>>, Diagnostic> {
        let mut linker = Linker::new(&self.engine);
        let linked = wasi::link(&mut linker).and_then(|()| D::link(&mut linker));
        match linked {
            Ok(()) => Ok(linker),
            Err(error) => Err(Diagnostic::new(
                RefusalCode::HostError,
                format!("{error:#}"),
            )),
        }
    }
}

fn mismatch(error: wasmtime::Error) -> Diagnostic {
    Diagnostic::new(RefusalCode::TypeMismatch, format!("{error:#}"))
        .hint("build against the contract of this host")
}

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    guests: u32,
    place: Place,
    compile_limits: CompileLimits,
    cache_dir: Option<PathBuf>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            guests: 64,
            place: Place::OwnExecutable,
            compile_limits: CompileLimits::default(),
            cache_dir: dirs::cache_dir().map(|dir| dir.join("guesthouse").join("compiled")),
        }
    }
}

impl SandboxBuilder {
    /// Sets how many guests may run at once. A run beyond that waits. Default 64.
    pub fn max_guests(mut self, guests: u32) -> Self {
        self.guests = guests.max(1);
        self
    }

    /// Compiles with another program that calls [`crate::worker::run_if_asked`], such as the
    /// `guesthouse-sandbox-worker` of this crate. Default: this program itself.
    pub fn worker(mut self, path: impl Into<PathBuf>) -> Self {
        self.place = Place::Worker(path.into());
        self
    }

    /// Compiles in this process. A component of a stranger can take the process down, so this is
    /// for components whose authors are trusted.
    pub fn in_process_for_trusted_code(mut self) -> Self {
        self.place = Place::InProcess;
        self
    }

    /// Sets what compiling one component may consume.
    pub fn compile_limits(mut self, limits: CompileLimits) -> Self {
        self.compile_limits = limits;
        self
    }

    /// Keeps compiled components in this folder, which must be this user's alone. Default:
    /// `guesthouse/compiled` in the user's cache folder.
    pub fn cache_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.cache_dir = Some(dir.into());
        self
    }

    /// Keeps no compiled components.
    pub fn no_cache(mut self) -> Self {
        self.cache_dir = None;
        self
    }

    /// Builds the sandbox.
    ///
    /// # Errors
    /// When the engine does not start on this machine.
    pub fn build(self) -> anyhow::Result<Sandbox> {
        let engine = engine::running(self.guests)?;
        Ok(Sandbox {
            compiler: Compiler::new(&engine, self.place, self.compile_limits, self.cache_dir),
            slots: Arc::new(Semaphore::new(self.guests as usize)),
            engine,
        })
    }
}
