//! The sandbox: from bytes to a component that can be run.

use crate::compile::{
    CacheError, CompileLimits, Compiled, Compiler, Contract, OnCompile, own_executable,
    prepare_cache,
};
use crate::concurrency::Permits;
use crate::guest_threads::GuestThreads;
use crate::loaded::{Inner, Resources};
use crate::share::Shares;
use crate::unwind::catch_unwind;
use crate::{
    Diagnostic, Domain, Guest, Loaded, RefusalCode, Refused, Share, engine, export_types, wasi,
};
use guesthouse_inspect::Names;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

/// Loads components and runs them under limits. A process needs one: all domains share its pool and
/// compilers. Cheap to clone.
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

    /// Returns the engine that runs guests, to inspect its settings. Do not run guests on it
    /// directly.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Returns whether guests run in a pool of memory. If the system does not grant the address
    /// space, memory is mapped for each run, which is slower.
    pub fn has_pool(&self) -> bool {
        self.engine.pooling_allocator_metrics().is_some()
    }

    /// Returns how much compiling one component may consume.
    pub fn compile_limits(&self) -> &CompileLimits {
        self.compiler.limits()
    }

    /// Returns the bytes that the loaded components make the host hold: their machine code and the
    /// engine's metadata about them. `loaded_bytes` of [`CompileLimits`] limits them.
    pub fn loaded_bytes(&self) -> u64 {
        self.compiler.loaded_bytes()
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
        domain: &D,
        bytes: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    ) -> Result<Loaded<D>, Refused> {
        self.load_as(domain, &Share::new(1), bytes).await
    }

    /// Does what [`Sandbox::load`] does, for the plugin whose share this is.
    ///
    /// # Errors
    /// Returns every reason why the component is refused.
    pub async fn load_as<D: Domain>(
        &self,
        domain: &D,
        share: &Share,
        bytes: impl AsRef<[u8]> + Into<Arc<[u8]>>,
    ) -> Result<Loaded<D>, Refused> {
        let length = bytes.as_ref().len() as u64;
        guesthouse_inspect::check_size(length, self.compile_limits().component_bytes)?;
        let bytes = bytes.into();
        let contract = Contract::of(domain);
        let instance_overhead = scan(Arc::clone(&bytes), contract.names.clone()).await?;
        let compiled = self.compiler.compile(bytes, contract, share).await?;
        let Compiled { component, held } = compiled;
        let pre = self
            .linker(domain)?
            .instantiate_pre(&component)
            .map_err(mismatch)?;
        let exports = domain.find_exports(&pre).map_err(mismatch)?;
        self.check_types(domain, &component, &exports, instance_overhead, share)
            .await?;
        let inner = Arc::new(Inner {
            component: pre,
            exports,
            instance_overhead,
            share: share.clone(),
            resources: self.resources.clone(),
            _held: held,
        });
        Ok(Loaded { inner })
    }

    async fn check_types<D: Domain>(
        &self,
        domain: &D,
        component: &Component,
        exports: &D::Exports,
        instance_overhead: u64,
        share: &Share,
    ) -> Result<(), Diagnostic> {
        let check = export_types::check(
            domain,
            component,
            exports,
            instance_overhead,
            share,
            &self.resources,
        );
        let checked = catch_unwind(check).await.map_err(host_error)?;
        checked.map_err(mismatch)
    }

    fn linker<D: Domain>(&self, domain: &D) -> Result<Linker<Guest<D::Data>>, Diagnostic> {
        let mut linker = Linker::new(&self.engine);
        wasi::link(&mut linker)
            .and_then(|()| domain.link(&mut linker))
            .map_err(|error| {
                host_error(format!("cannot link the functions of the host: {error:#}"))
            })?;
        Ok(linker)
    }
}

/// Reads the bytes on a blocking thread: there may be millions, and the caller's thread serves
/// others.
async fn scan(bytes: Arc<[u8]>, names: Names) -> Result<u64, Refused> {
    let scan = move || guesthouse_inspect::scan(&bytes, &names);
    let scanned = tokio::task::spawn_blocking(scan).await;
    Ok(scanned.map_err(|panic| host_error(panic.to_string()))??)
}

fn host_error(message: String) -> Diagnostic {
    RefusalCode::HostError.diagnostic(message)
}

fn mismatch(error: wasmtime::Error) -> Diagnostic {
    RefusalCode::TypeMismatch
        .diagnostic(format_args!("{error:#}"))
        .hint("build the component against the contract of this host")
}

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxBuilder {
    guests: u32,
    guests_per_plugin: Option<u32>,
    busy: u32,
    on_demand: bool,
    worker: Option<PathBuf>,
    compile_limits: CompileLimits,
    on_compile: OnCompile,
    cache_dir: Option<PathBuf>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            guests: 64,
            guests_per_plugin: None,
            busy: cores(),
            on_demand: false,
            worker: Some(own_executable()),
            compile_limits: CompileLimits::default(),
            on_compile: OnCompile::default(),
            cache_dir: Self::default_cache_dir(),
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

    /// Maps memory for each run instead of reserving the address space of a pool. Slower.
    pub fn on_demand(mut self) -> Self {
        self.on_demand = true;
        self
    }

    /// Compiles with another program that calls [`crate::worker::run_if_asked`], such as the
    /// `guesthouse-sandbox-worker` of this crate. Default: this program itself.
    ///
    /// A worker may die while it receives a component. Rust's `main` ignores SIGPIPE; another
    /// program must ignore it before it loads a component, or the signal ends it.
    pub fn worker(mut self, path: impl Into<PathBuf>) -> Self {
        self.worker = Some(path.into());
        self
    }

    /// Compiles in this process. A hostile component can crash the compiler and so the process: use
    /// it only for components of trusted authors.
    pub fn in_process_for_trusted_code(mut self) -> Self {
        self.worker = None;
        self
    }

    /// Sets how much compiling one component may consume.
    pub fn compile_limits(mut self, limits: CompileLimits) -> Self {
        self.compile_limits = limits;
        self
    }

    /// Sets a function that is called before a component is compiled, which takes seconds. Its
    /// argument is whether the cache will keep the result. It is not called for a component that is
    /// in the cache.
    pub fn on_compile(mut self, called: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.on_compile = OnCompile(Arc::new(called));
        self
    }

    /// Returns the folder in which compiled components are cached by default, if the user has a cache
    /// folder.
    #[must_use]
    pub fn default_cache_dir() -> Option<PathBuf> {
        dirs::cache_dir().map(|dir| dir.join("guesthouse").join("compiled"))
    }

    /// Checks whether a sandbox can cache compiled components in this folder. Otherwise it compiles a
    /// component each time it is loaded.
    ///
    /// # Errors
    /// If the folder cannot be created, or other users could change what is in it.
    pub fn check_cache_dir(dir: &Path) -> Result<(), CacheError> {
        prepare_cache(dir).map(drop)
    }

    /// Caches compiled components in this folder, to which only this user may have access. Default:
    /// `guesthouse/compiled` in the user's cache folder.
    pub fn cache_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.cache_dir = Some(dir.into());
        self
    }

    /// Disables the cache of compiled components.
    pub fn no_cache(mut self) -> Self {
        self.cache_dir = None;
        self
    }

    /// Builds the sandbox.
    ///
    /// # Errors
    /// If the engine or its threads do not start on this machine.
    pub fn build(self) -> Result<Sandbox, BuildError> {
        let started = if self.on_demand {
            engine::on_demand()
        } else {
            engine::pooled(self.guests)
        };
        let engine = started.map_err(|error| BuildError::Engine(format!("{error:#}")))?;
        let resources = Resources {
            threads: Arc::new(GuestThreads::start(self.busy).map_err(BuildError::Threads)?),
            permits: Permits::new(self.guests, self.guests_per_plugin),
        };
        Ok(Sandbox {
            compiler: Compiler::new(
                &engine,
                self.worker,
                self.compile_limits,
                self.on_compile,
                self.cache_dir,
            ),
            resources,
            shares: Shares::default(),
            engine,
        })
    }
}

/// The sandbox cannot start on this machine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The engine does not start.
    #[error("cannot start the WebAssembly engine: {0}")]
    Engine(String),
    /// The system does not start the guest threads.
    #[error("cannot start the threads for guests")]
    Threads(#[source] std::io::Error),
}

fn cores() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(cores).unwrap_or(u32::MAX)
}
