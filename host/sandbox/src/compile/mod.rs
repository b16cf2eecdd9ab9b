//! Compiles checked components to machine code.
//!
//! The compiler was not written against hostile input: a component of 1.4 kB can make it allocate
//! gigabytes, and a failed allocation ends the process. So it runs in a child process with limits,
//! and a cache keeps its artefacts.

mod cache;
mod check;
mod child;
mod confine;
mod protocol;
mod settings;
pub mod worker;

pub use check::check;
pub use settings::CompileLimits;

pub(crate) use protocol::Contract;

use crate::concurrency::Permits;
use crate::{Diagnostic, RefusalCode, Refused, Share};
use cache::Cache;
use child::Child;
use guesthouse_diagnostics::clean;
use std::path::PathBuf;
use std::sync::Arc;
use wasmtime::Engine;
use wasmtime::component::Component;

/// Where components are compiled.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// This program, started again: its `main` begins with [`worker::run_if_asked`].
    OwnExecutable,
    /// Another program whose `main` does.
    Worker(PathBuf),
    /// In this process, which any component can crash.
    InProcess,
}

/// Compiles components of one engine.
#[derive(Clone)]
pub(crate) struct Compiler {
    engine: Engine,
    place: Place,
    limits: CompileLimits,
    cache: Option<Cache>,
    /// Places for those that compile and those that wait.
    queue: Arc<Permits>,
    /// One compiler for each plugin, so that it holds up nobody's loads but its own.
    compilers: Arc<Permits>,
}

impl Compiler {
    pub(crate) fn new(
        engine: &Engine,
        place: Place,
        limits: CompileLimits,
        cache_dir: Option<PathBuf>,
    ) -> Self {
        let permits = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let at_once = limits.at_once.max(1);
        Self {
            engine: engine.clone(),
            place,
            cache: cache_dir.and_then(|dir| Cache::open(dir, engine, limits.cache_bytes)),
            queue: Permits::new(permits(at_once.saturating_add(limits.waiting)), None),
            compilers: Permits::new(permits(at_once), Some(1)),
            limits,
        }
    }

    pub(crate) fn limits(&self) -> &CompileLimits {
        &self.limits
    }

    /// Judges a component against a contract and compiles it.
    pub(crate) async fn compile(
        &self,
        bytes: Arc<[u8]>,
        contract: &Contract,
        share: &Share,
    ) -> Result<Component, Refused> {
        let entry = Entry::new(bytes, contract);
        if let Some(component) = self.cached(&entry).await {
            return Ok(component);
        }
        let _place = self.queue.try_acquire(share).ok_or_else(busy)?;
        let _compiler = self.compilers.acquire(share).await;
        self.judge(&entry.bytes, contract).await?;
        let artefact = match self.worker() {
            None => self.compile_here(entry.bytes.clone()).await?,
            Some(worker) => {
                let child = Child::compiling(worker, &self.limits, entry.bytes.len());
                child.run(&entry.bytes).await?
            }
        };
        Ok(self.keep(entry, artefact).await?)
    }

    /// Returns the program of the worker, where `Some(None)` is this program. In this process there is
    /// no worker.
    fn worker(&self) -> Option<Option<PathBuf>> {
        match &self.place {
            Place::InProcess => None,
            Place::OwnExecutable => Some(None),
            Place::Worker(path) => Some(Some(path.clone())),
        }
    }

    /// Validating and reading interfaces can take minutes and overflow a stack, so both happen in a
    /// worker. Its verdict is the one of `guesthouse check`.
    async fn judge(&self, bytes: &Arc<[u8]>, contract: &Contract) -> Result<(), Refused> {
        let refused = match self.worker() {
            None => {
                let (bytes, contract) = (bytes.clone(), contract.clone());
                let judged = tokio::task::spawn_blocking(move || contract.judge(&bytes)).await;
                judged.unwrap_or_else(|panic| vec![failed(&panic.to_string())])
            }
            Some(worker) => {
                let child = Child::judging(worker, contract, &self.limits);
                let answer = child.run(bytes).await?;
                let refused: Vec<_> = serde_json::from_slice(&answer).map_err(child::no_worker)?;
                refused.into_iter().map(cleaned).collect()
            }
        };
        if refused.is_empty() {
            Ok(())
        } else {
            Err(refused.into())
        }
    }

    async fn cached(&self, entry: &Entry) -> Option<Component> {
        let cache = self.cache.clone()?;
        let (engine, entry) = (self.engine.clone(), entry.clone());
        let read = move || {
            let artefact = cache.get(&entry.bytes, &entry.contract)?;
            accept(&engine, &artefact).ok()
        };
        tokio::task::spawn_blocking(read).await.ok()?
    }

    async fn compile_here(&self, bytes: Arc<[u8]>) -> Result<Vec<u8>, Diagnostic> {
        let compile = move || worker::compile(&bytes);
        let compiled = tokio::task::spawn_blocking(compile).await;
        compiled
            .unwrap_or_else(|panic| Err(panic.to_string()))
            .map_err(|message| failed(&message))
    }

    async fn keep(&self, entry: Entry, artefact: Vec<u8>) -> Result<Component, Diagnostic> {
        let (engine, cache) = (self.engine.clone(), self.cache.clone());
        let keep = move || {
            let component = accept(&engine, &artefact)?;
            if let Some(cache) = cache {
                // If the cache cannot be written, only the next load is slower.
                cache.put(&entry.bytes, &entry.contract, &artefact).ok();
            }
            Ok(component)
        };
        let kept: wasmtime::Result<Component> = tokio::task::spawn_blocking(keep)
            .await
            .unwrap_or_else(|panic| Err(panic.into()));
        kept.map_err(|error| failed(&format!("{error:#}")))
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
    let message = "too many components wait to be compiled";
    RefusalCode::Busy
        .diagnostic(message)
        .hint("try again later")
}

/// Reads from the compiler's message whose fault it is. The component is valid: the judge said so.
fn failed(message: &str) -> Diagnostic {
    let too_many = ["exceeds the limit", "exceeds the implementation limit"];
    let code = if too_many.iter().any(|words| message.contains(words)) {
        RefusalCode::TooManyParts
    } else {
        RefusalCode::CompileFailed
    };
    code.diagnostic(message)
}

/// What an artefact in the cache belongs to.
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

/// Returns the code that a compiled component depends on, beside its bytes.
fn engine_hash(engine: &Engine) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    use std::hash::{Hash, Hasher};

    struct Collect(Sha256);

    impl Hasher for Collect {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }

    let mut collect = Collect(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut collect);
    collect.0.finalize().into()
}
