//! The sandbox: from bytes to a component that can be run.

use crate::compile::{CompileLimits, Compiler, Place};
use crate::concurrency::Permits;
use crate::guest_threads::GuestThreads;
use crate::loaded::Resources;
use crate::refused::RefusalCode;
use crate::share::Shares;
use crate::unwind::CatchUnwind;
use crate::{
    Diagnostic, Domain, Guest, Loaded, Refused, Share, engine, export_types, prescan, wasi,
};
use std::path::PathBuf;
use std::sync::Arc;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

/// Loads components and runs them under limits. One for a process: what it compiles and pools is
/// shared by all its domains. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    compiler: Compiler,
    resources: Resources,
    shares: Shares,
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

    /// Returns the share of the plugin `name`. Run permits, cores and compilers go to plugins first,
    /// in proportion to their `weight`, and to the work of one plugin second. The weight applies to
    /// everything of that name that is still loaded.
    #[must_use]
    pub fn share(&self, name: &str, weight: u32) -> Share {
        self.shares.get(name, weight)
    }

    /// Checks, compiles and links a component for a domain, as a plugin of its own.
    ///
    /// Give an `Arc` if other work waits for this thread: anything else is copied here, and there may
    /// be megabytes.
    ///
    /// # Errors
    /// Returns every reason why the component is refused. Never panics, whatever the bytes are.
    pub async fn load<D: Domain>(
        &self,
        bytes: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    ) -> Result<Loaded<D>, Refused> {
        self.load_as(&Share::new(1), bytes).await
    }

    /// Does what [`Sandbox::load`] does, for the plugin whose share this is.
    ///
    /// # Errors
    /// Returns every reason why the component is refused.
    pub async fn load_as<D: Domain>(
        &self,
        share: &Share,
        bytes: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    ) -> Result<Loaded<D>, Refused> {
        prescan::check_size(bytes.as_ref().len(), self.compile_limits().component_bytes)?;
        let bytes = bytes.into();
        let instance_overhead = Self::check::<D>(Arc::clone(&bytes)).await?;
        let component = self.compiler.compile(bytes, share).await?;
        let pre = self
            .linker::<D>()?
            .instantiate_pre(&component)
            .map_err(mismatch)?;
        let exports = D::find_exports(&pre).map_err(mismatch)?;
        self.check_types::<D>(&component, &exports, instance_overhead, share)
            .await?;
        let (share, resources) = (share.clone(), self.resources.clone());
        Ok(Loaded::new(
            pre,
            exports,
            instance_overhead,
            share,
            resources,
        ))
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
        instance_overhead: u64,
        share: &Share,
    ) -> Result<(), Diagnostic> {
        let check = export_types::check::<D>(
            component,
            exports,
            instance_overhead,
            share,
            &self.resources,
        );
        let checked = CatchUnwind::new(check).await;
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
    busy: u32,
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
            busy: cores(),
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

    /// Sets how many guests of one plugin may run at once. A run beyond that waits. Default: as many
    /// as the plugin leaves free for others, times its weight.
    pub fn max_guests_per_plugin(mut self, guests: u32) -> Self {
        self.guests_per_plugin = Some(guests.max(1));
        self
    }

    /// Sets how many guests may compute at once. One that waits for the host does not count. While
    /// slices of a plugin are long, as many again may compute. Default: as many as the machine has
    /// cores.
    pub fn max_busy(mut self, guests: u32) -> Self {
        self.busy = guests.clamp(1, 1_000);
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
        let resources = Resources {
            threads: Arc::new(GuestThreads::start(self.busy)?),
            permits: Permits::new(self.guests, self.guests_per_plugin),
        };
        Ok(Sandbox {
            compiler: Compiler::new(&engine, self.place, self.compile_limits, self.cache_dir),
            resources,
            shares: Shares::default(),
            engine,
        })
    }
}

fn cores() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(cores).unwrap_or(u32::MAX)
}
