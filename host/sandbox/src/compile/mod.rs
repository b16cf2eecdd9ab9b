//! Compiles checked components to machine code.
//!
//! The compiler was not written against hostile input: a component of 1.4 kB can make it allocate
//! gigabytes, and a failed allocation ends the process. So it runs in a child process with limits,
//! and a cache keeps its artefacts.

mod budget;
mod cache;
mod check;
mod child;
mod confine;
mod protocol;
mod settings;
pub mod worker;

pub use cache::CacheError;
pub use check::{check, world};
pub use settings::CompileLimits;

pub(crate) use budget::Held;
pub(crate) use cache::prepare as prepare_cache;
pub(crate) use child::own_executable;
pub(crate) use protocol::Contract;

use crate::concurrency::Permits;
use crate::{Diagnostic, RefusalCode, Refused, Share};
use budget::Budget;
use cache::Cache;
use child::Child;
use guesthouse_diagnostics::{clean, units};
use protocol::Job;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use wasmtime::Engine;
use wasmtime::component::Component;

/// Called before a component is compiled, with whether the cache will keep the result.
#[derive(Clone)]
pub(crate) struct OnCompile(pub(crate) Arc<dyn Fn(bool) + Send + Sync>);

impl Default for OnCompile {
    fn default() -> Self {
        Self(Arc::new(|_| {}))
    }
}

impl fmt::Debug for OnCompile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnCompile")
    }
}

/// Compiles components of one engine.
#[derive(Clone)]
pub(crate) struct Compiler {
    engine: Engine,
    /// The program of the workers. `None` means that this process does their jobs, and then any
    /// component can crash it.
    worker: Option<PathBuf>,
    limits: CompileLimits,
    on_compile: OnCompile,
    cache: Option<Cache>,
    /// Permits for components that are compiled or wait for a compiler.
    queue: Arc<Permits>,
    /// Permits to compile, at most one for each plugin, so that a plugin delays only its own loads.
    compilers: Arc<Permits>,
    budget: Arc<Budget>,
}

/// A compiled component, and its share of the host's memory.
pub(crate) struct Compiled {
    pub(crate) component: Component,
    pub(crate) held: Held,
}

impl Compiler {
    pub(crate) fn new(
        engine: &Engine,
        worker: Option<PathBuf>,
        limits: CompileLimits,
        on_compile: OnCompile,
        cache_dir: Option<PathBuf>,
    ) -> Self {
        let permits = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let at_once = limits.at_once.max(1);
        Self {
            engine: engine.clone(),
            worker,
            cache: cache_dir.and_then(|dir| Cache::open(dir, engine, limits.cache_bytes).ok()),
            queue: Permits::new(permits(at_once.saturating_add(limits.waiting)), None),
            compilers: Permits::new(permits(at_once), Some(1)),
            budget: Arc::new(Budget::new(limits.loaded_bytes)),
            limits,
            on_compile,
        }
    }

    pub(crate) fn limits(&self) -> &CompileLimits {
        &self.limits
    }

    /// Returns the bytes that loaded components make the host hold.
    pub(crate) fn loaded_bytes(&self) -> u64 {
        self.budget.held()
    }

    /// Judges a component against a contract and compiles it.
    pub(crate) async fn compile(
        &self,
        bytes: Arc<[u8]>,
        contract: Contract,
        share: &Share,
    ) -> Result<Compiled, Refused> {
        let entry = Entry::new(bytes, &contract);
        if let Some(compiled) = self.cached(&entry).await {
            return Ok(compiled?);
        }
        let _place = self.queue.try_acquire(share).ok_or_else(busy)?;
        let _compiler = self.compilers.acquire(share).await;
        self.judge(&entry.bytes, contract).await?;
        (self.on_compile.0)(self.cache.is_some());
        let artefact = self.work(Job::Compile, &entry.bytes).await?;
        Ok(self.accept_and_cache(entry, artefact).await?)
    }

    /// Validating a component and reading its interfaces can take minutes and overflow a stack, so
    /// a worker does both. Its verdict is that of `guesthouse check`.
    async fn judge(&self, bytes: &Arc<[u8]>, contract: Contract) -> Result<(), Refused> {
        let answer = self.work(Job::Judge(contract), bytes).await?;
        let refused: Vec<_> = serde_json::from_slice(&answer).map_err(child::no_worker)?;
        if refused.is_empty() {
            return Ok(());
        }
        Err(refused.into_iter().map(cleaned).collect::<Vec<_>>().into())
    }

    /// Does a job in a worker, or in this process if no worker is configured.
    async fn work(&self, job: Job, bytes: &Arc<[u8]>) -> Result<Vec<u8>, Diagnostic> {
        if let Some(worker) = &self.worker {
            let child = Child::new(worker.clone(), job, &self.limits, bytes.len());
            return child.run(bytes).await;
        }
        let bytes = Arc::clone(bytes);
        tokio::task::spawn_blocking(move || worker::perform(&job, &bytes))
            .await
            .unwrap_or_else(|panic| Err(panic.to_string()))
            .map_err(|message| failed(&message))
    }

    /// Returns the component in the cache. If it is not there or cannot be used, returns `None`. If the
    /// host must not hold it, returns why.
    async fn cached(&self, entry: &Entry) -> Option<Result<Compiled, Diagnostic>> {
        let cache = self.cache.clone()?;
        let this = self.clone();
        let entry = entry.clone();
        let read = move || {
            let artefact = cache.get(&entry.bytes, &entry.contract)?;
            let held = match this.hold(&artefact, entry.bytes.len()) {
                Ok(held) => held,
                Err(refused) => return Some(Err(refused)),
            };
            let component = accept(&this.engine, &artefact).ok()?;
            Some(Ok(Compiled { component, held }))
        };
        tokio::task::spawn_blocking(read).await.ok()?
    }

    /// Takes what an artefact of a component of `bytes` bytes needs from the budget of all loaded
    /// components.
    fn hold(&self, artefact: &[u8], bytes: usize) -> Result<Held, Diagnostic> {
        let metadata = budget::metadata_bytes(artefact).unwrap_or(0);
        let most = settings::metadata_bytes_for(bytes);
        if metadata > most {
            let (metadata, most) = (units::size(metadata), units::size(most));
            let message = format!(
                "the compiled component has {metadata} of metadata, more than the {most} allowed"
            );
            let hint = "make the component export less, or shorten the names of its exports";
            return Err(RefusalCode::CompileLimit.diagnostic(message).hint(hint));
        }
        let held = self.budget.take(budget::held_bytes(artefact, metadata));
        held.ok_or_else(|| {
            let most = units::size(self.limits.loaded_bytes);
            let message =
                format!("the loaded components need more than {most} of the host's memory");
            let hint =
                "drop components that are not needed, or raise `loaded_bytes` of `CompileLimits`";
            RefusalCode::Busy.diagnostic(message).hint(hint)
        })
    }

    /// Accepts an artefact of the compiler and writes it to the cache.
    async fn accept_and_cache(
        &self,
        entry: Entry,
        artefact: Vec<u8>,
    ) -> Result<Compiled, Diagnostic> {
        let held = self.hold(&artefact, entry.bytes.len())?;
        let engine = self.engine.clone();
        let cache = self.cache.clone();
        let task = move || {
            let component = accept(&engine, &artefact)?;
            if let Some(cache) = cache {
                // If the cache cannot be written, only the next load is slower.
                cache.put(&entry.bytes, &entry.contract, &artefact).ok();
            }
            Ok(Compiled { component, held })
        };
        let accepted: wasmtime::Result<Compiled> = tokio::task::spawn_blocking(task)
            .await
            .unwrap_or_else(|panic| Err(panic.into()));
        accepted.map_err(|error| failed(&format!("{error:#}")))
    }
}

#[expect(
    unsafe_code,
    reason = "loading machine code cannot be checked by the compiler"
)]
fn accept(engine: &Engine, artefact: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: `deserialize` demands bytes that a compiler of this version made. They come straight
    // from the compiler, here or in the worker that this program started, or from the cache, which
    // returns only what carries a MAC under a key that only this user can read.
    unsafe { Component::deserialize(engine, artefact) }
}

/// A component may have taken over the process that judged it, so its text is made safe to show.
fn cleaned(found: Diagnostic) -> Diagnostic {
    let code = RefusalCode::of(&found).unwrap_or(RefusalCode::Malformed);
    let mut diagnostic = code.diagnostic(&found.message);
    diagnostic.evidence = found.evidence;
    let hints = found.hints.iter().take(1);
    diagnostic
        .hints
        .extend(hints.map(|hint| clean(hint, 1_000, true)));
    diagnostic
}

fn busy() -> Diagnostic {
    let message = "too many components are waiting for the compiler";
    RefusalCode::Busy
        .diagnostic(message)
        .hint("try again later")
}

/// The words of the engine and of its code generator for a limit of their own.
const LIMITS: [&str; 5] = [
    "exceeds the limit",
    "exceeds the per-instance limit",
    "exceeds the configured maximum",
    "Implementation limit exceeded",
    "Code for function is too large",
];

/// Derives the refusal code from the compiler's message. The judge has already found the component
/// valid.
fn failed(message: &str) -> Diagnostic {
    let code = if LIMITS.iter().any(|words| message.contains(words)) {
        RefusalCode::TooManyParts
    } else {
        RefusalCode::CompileFailed
    };
    code.diagnostic(format_args!("cannot compile the component: {message}"))
        .hint(
            "build the component again; if the error persists, report it to the authors of the host",
        )
}

/// The key of an artefact in the cache.
#[derive(Clone)]
struct Entry {
    bytes: Arc<[u8]>,
    /// The digest of the contract that the component was judged against. An artefact is not used for
    /// another contract, whose judge may refuse it.
    contract: [u8; 32],
}

impl Entry {
    fn new(bytes: Arc<[u8]>, contract: &Contract) -> Self {
        use sha2::{Digest, Sha256};
        // A contract is made of texts, which always serialize.
        let json = serde_json::to_vec(contract).unwrap_or_default();
        Self {
            bytes,
            contract: Sha256::digest(json).into(),
        }
    }
}
