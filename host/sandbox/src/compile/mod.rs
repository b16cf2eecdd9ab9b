//! Compiles checked components to machine code.
//!
//! The compiler was not written against hostile input: a component of 1.4 kB can make it allocate
//! gigabytes, and a failed allocation ends the process. So it runs in a child process with limits,
//! and a cache keeps its artefacts.

mod cache;
mod child;
mod confine;
mod protocol;
mod settings;
pub mod worker;

pub use settings::CompileLimits;

use crate::concurrency::Permits;
use crate::refused::RefusalCode;
use crate::{Diagnostic, Share};
use cache::Cache;
use child::Child;
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

    pub(crate) async fn compile(
        &self,
        bytes: Arc<[u8]>,
        share: &Share,
    ) -> Result<Component, Diagnostic> {
        if let Some(component) = self.cached(&bytes).await {
            return Ok(component);
        }
        let _place = self.queue.try_acquire(share).ok_or_else(busy)?;
        let _compiler = self.compilers.acquire(share).await;
        let artefact = match &self.place {
            Place::InProcess => self.compile_here(bytes.clone()).await?,
            Place::OwnExecutable => self.child(None).compile(&bytes).await?,
            Place::Worker(path) => self.child(Some(path.clone())).compile(&bytes).await?,
        };
        self.keep(bytes, artefact).await
    }

    fn child(&self, worker: Option<PathBuf>) -> Child<'_> {
        Child {
            worker,
            limits: &self.limits,
        }
    }

    async fn cached(&self, bytes: &Arc<[u8]>) -> Option<Component> {
        let cache = self.cache.clone()?;
        let (engine, bytes) = (self.engine.clone(), bytes.clone());
        let read = move || {
            let artefact = cache.get(&bytes)?;
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

    async fn keep(&self, bytes: Arc<[u8]>, artefact: Vec<u8>) -> Result<Component, Diagnostic> {
        let (engine, cache) = (self.engine.clone(), self.cache.clone());
        let keep = move || {
            let component = accept(&engine, &artefact)?;
            if let Some(cache) = cache {
                // If the cache cannot be written, only the next load is slower.
                cache.put(&bytes, &artefact).ok();
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

fn busy() -> Diagnostic {
    let message = "too many components wait to be compiled";
    Diagnostic::new(RefusalCode::Busy, message).hint("try again later")
}

/// Classifies the compiler's message. The validator has no error codes.
fn failed(message: &str) -> Diagnostic {
    let switched_off = [
        "not enabled",
        "must be enabled",
        "proposal",
        "feature",
        "not supported",
    ];
    // The compiler calls its own limits a feature that it lacks.
    let too_many = ["exceeds the limit", "exceeds the implementation limit"];
    let code = if too_many.iter().any(|words| message.contains(words)) {
        RefusalCode::TooManyParts
    } else if switched_off.iter().any(|words| message.contains(words)) {
        RefusalCode::Feature
    } else if message.contains("Invalid input WebAssembly") || message.contains("failed to parse") {
        RefusalCode::Malformed
    } else {
        RefusalCode::CompileFailed
    };
    Diagnostic::new(code, message)
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
