//! Runs any WebAssembly component under limits.
//!
//! A system that runs components of untrusted authors describes its contract as a [`Domain`], loads
//! components with a [`Sandbox`] and runs them with [`Loaded::run`], whose [`Call`] calls exported
//! functions. The sandbox is independent of
//! the contract and guarantees that
//!
//! - nothing is granted: a guest finds the interfaces of the domain and a virtual WASI that leads
//!   nowhere;
//! - everything is limited: [`Limits`] are on by default and set before the first instruction;
//! - the same component, limits, [`RunStart`] and answers of the domain give the same result and
//!   the same fuel;
//! - every run ends as a result or as one of the closed set [`RunError`], and harms no other run;
//! - every component is loaded or [`Refused`], whatever its bytes are.
//!
//! This program compiles components in a child process under limits, by starting itself again: call
//! [`worker::run_if_asked`] at the top of `main`.
//!
//! ```no_run
//! # use guesthouse_sandbox::*;
//! # async fn example<D: Domain<Limits = Limits>>(domain: D, bytes: &[u8], data: D::Data, call: impl Call<D>) -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().build()?;
//! let plugin = sandbox.load(&domain, bytes).await?;
//! let start = RunStart { clock: std::time::Duration::ZERO, seed: [0; 32] };
//! let finished = plugin.run(data, &Limits::default(), &start, call).await;
//! match finished.result {
//!     Ok(_output) => println!("{} units of fuel", finished.usage.fuel),
//!     Err(error) => eprintln!("{error}"),
//! }
//! # Ok(())
//! # }
//! ```

mod call_hook;
mod classify;
mod compile;
mod concurrency;
mod domain;
mod engine;
mod export_types;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod guest;
mod guest_threads;
mod limit_table;
mod limits;
mod loaded;
mod lock;
mod log;
mod meter;
pub mod price;
mod refused;
mod run_error;
mod sandbox;
mod share;
mod static_limits;
mod stderr;
mod unwind;
mod wasi;

pub use compile::{CacheError, CompileLimits, check, worker, world};
pub use domain::{Call, Domain};
pub use guest::Guest;
pub use guesthouse_diagnostics::{Diagnostic, LimitRow, RefusalCode, clean, clean_json};
pub use guesthouse_inspect as inspect;
pub use limits::{Limit, Limits};
pub use loaded::{Finished, Loaded, RunStart, Usage};
pub use log::{Level, LogLine, Origin};
pub use refused::Refused;
pub use run_error::{Crash, CrashCode, HostTrap, RunError};
pub use sandbox::{BuildError, Sandbox, SandboxBuilder};
pub use share::Share;
pub use static_limits::FIXED;
pub use wasmtime;

/// The version of the engine, wasmtime. Two versions may count fuel differently.
pub const ENGINE_VERSION: &str = wasmtime_environ::VERSION;
