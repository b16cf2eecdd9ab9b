//! The sandbox: from bytes to a component that can be run.

use crate::compile::{CompileLimits, Compiler, Place};
use crate::refused::RefusalCode;
use crate::slots::{Slots, acquire};
use crate::turns::Turns;
use crate::unwind::CatchUnwind;
use crate::{Diagnostic, Domain, Guest, Loaded, Refused, engine, prescan, trial, wasi};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

/// Loads components and runs them under limits. One for a process: what it compiles and pools is
/// shared by all its domains. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    compiler: Compiler,
    slots: Arc<Semaphore>,
    slots_per_plugin: u32,
    turns: Turns,
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

    /// Whether guests run in memory that is kept ready for them. A system that grants no address
    /// space for so many has it mapped for each run, which is slower.
    pub fn has_pool(&self) -> bool {
        self.engine.pooling_allocator_metrics().is_some()
    }

    /// Returns what compiling one component may consume here.
    pub fn compile_limits(&self) -> &CompileLimits {
        self.compiler.limits()
    }

    /// Checks, compiles and links a component for a domain. Whoever serves others meanwhile gives an
    /// `Arc`, because anything else is copied, here and now, and there may be megabytes.
    ///
    /// # Errors
    /// Returns every reason why the component is refused. Never panics, whatever the bytes are.
    pub async fn load<D: Domain>(
        &self,
        bytes: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    ) -> Result<Loaded<D>, Refused> {
        prescan::check_size(bytes.as_ref().len(), self.compile_limits().component_bytes)?;
        let bytes = bytes.into();
        let kept = Self::check::<D>(Arc::clone(&bytes)).await?;
        let component = self.compiler.compile(bytes).await?;
        let pre = self
            .linker::<D>()?
            .instantiate_pre(&component)
            .map_err(mismatch)?;
        let exports = D::find_exports(&pre).map_err(mismatch)?;
        self.check_types::<D>(&component, &exports, kept).await?;
        let slots = Slots::new(self.slots.clone(), self.slots_per_plugin);
        Ok(Loaded::new(pre, exports, kept, slots, self.turns.clone()))
    }

    /// Reads the bytes on a thread of their own: there may be millions, and whoever loads serves
    /// others too.
    async fn check<D: Domain>(bytes: Arc<[u8]>) -> Result<u64, Refused> {
        let scan = move || prescan::check::<D>(&bytes);
        match tokio::task::spawn_blocking(scan).await {
            Ok(checked) => checked,
            Err(panic) => Err(host_error(panic.to_string()).into()),
        }
    }

    async fn check_types<D: Domain>(
        &self,
        component: &Component,
        exports: &D::Exports,
        kept: u64,
    ) -> Result<(), Diagnostic> {
        // The trial's instance takes the place of a guest.
        let _slot = acquire(&self.slots).await;
        let trial = trial::check::<D>(component, exports, kept, &self.turns);
        let checked = CatchUnwind::new(trial).await;
        checked.map_err(host_error)?.map_err(mismatch)
    }

    fn linker<D: Domain>(&self) -> Result<Linker<Guest<D::Data>>, Diagnostic> {
        let mut linker = Linker::new(&self.engine);
        let linked = wasi::link(&mut linker).and_then(|()| D::link(&mut linker));
        match linked {
            Ok(()) => Ok(linker),
            Err(error) => Err(host_error(format!("{error:#}"))),
        }
    }
}

fn host_error(message: String) -> Diagnostic {
    Diagnostic::new(RefusalCode::HostError, message)
}

fn mismatch(error: wasmtime::Error) -> Diagnostic {
    Diagnostic::new(RefusalCode::TypeMismatch, format!("{error:#}"))
        .hint("build against the contract of this host")
}

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    guests: u32,
    guests_per_plugin: Option<u32>,
    busy: usize,
    on_demand: bool,
    place: Place,
    compile_limits: CompileLimits,
    cache_dir: Option<PathBuf>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            guests: 64,
            guests_per_plugin: None,
            busy: std::thread::available_parallelism().map_or(1, usize::from),
            on_demand: false,
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

    /// Sets how many guests of one component may run at once, so that a flood of events for one
    /// plugin leaves room for others. A run beyond that waits. Default: half of
    /// [`SandboxBuilder::max_guests`].
    pub fn max_guests_per_plugin(mut self, guests: u32) -> Self {
        self.guests_per_plugin = Some(guests.max(1));
        self
    }

    /// Sets how many guests may compute at once. One that waits for the host does not count; one
    /// that goes beyond it waits for its turn. As many again may compute on threads of their own,
    /// of those that work long between two points where they can be interrupted. Default: as many
    /// as the machine has cores.
    pub fn max_busy(mut self, guests: usize) -> Self {
        self.busy = guests.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Maps memory for each run instead of keeping a pool: slower, and without the pool's address
    /// space.
    pub fn on_demand(mut self) -> Self {
        self.on_demand = true;
        self
    }

    /// Compiles with another program that calls [`crate::worker::run_if_asked`], such as the
    /// `guesthouse-sandbox-worker` of this crate. Default: this program itself.
    ///
    /// A worker may die while it is given a component. Where `main` is not Rust's, which ignores
    /// SIGPIPE, the program must ignore it before it loads anything, or the signal ends it.
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
        let engine = match self.on_demand {
            true => engine::on_demand()?,
            false => engine::pooled(self.guests)?,
        };
        let half = (self.guests / 2).max(1);
        Ok(Sandbox {
            compiler: Compiler::new(&engine, self.place, self.compile_limits, self.cache_dir),
            slots: Arc::new(Semaphore::new(self.guests as usize)),
            turns: Turns::new(self.busy),
            slots_per_plugin: self.guests_per_plugin.unwrap_or(half),
            engine,
        })
    }
}
