//! Runs automation plugins: an event comes in, events and state changes come out.
//!
//! A plugin is a WebAssembly component that fits a world of `guesthouse:automation` (the `wit`
//! folder). It runs under limits that are on by default and is granted nothing that its [`Policy`]
//! does not name.
//!
//! ```no_run
//! use guesthouse::{Event, Host, Outcome, Policy, StateDb};
//! use std::path::Path;
//!
//! # async fn run(line: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let host = Host::builder().state(StateDb::open("state.redb")?).build()?;
//! let policy = Policy::default().grant_store("seen");
//! let plugin = host.load("triage", Path::new("triage.wasm"), policy).await?;
//! match plugin.handle(Event::parse(line)?).await {
//!     Outcome::Completed(done) => done.events.iter().for_each(|e| println!("{}", e.to_json())),
//!     Outcome::Failed(failure) => eprintln!("{failure}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Components are compiled in a child process with limits. Unless the host is given a [`Sandbox`]
//! that says otherwise, the child is the embedding program itself, whose `main` therefore starts
//! with [`worker::run_if_asked`]. `examples/embed` is a whole program.
//!
//! | what | where |
//! |---|---|
//! | an event, read from and written as a CloudEvents JSON line | [`Event`] |
//! | where plugins run, what they share: the database, the log sink, the operator's key | [`Host`] |
//! | a compiled plugin under its policy; handles one event after another or many at once | [`Plugin`] |
//! | what handling an event led to: a closed set of classes and codes | [`Outcome`] |
//! | what one plugin may do | [`Policy`], [`Limits`], [`Connection`] |
//! | the operator's file with several plugins and connections | [`PolicyFile`] |
//!
//! What is denied is an error value for the plugin and never an outcome. State changes, the outcome
//! and the returned events are committed in one transaction when the handler succeeds; with a
//! database given to [`HostBuilder::state`], an event that was handled before is answered from it.

mod bindings;
mod classify;
mod commit;
mod event;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod guest;
mod host;
mod http;
mod key;
mod limits;
mod load_error;
mod log;
mod outcome;
mod output;
mod plugin;
mod policy;
mod price;
mod record;
mod redact;
mod shared;
mod source;
mod state;

pub use event::{Event, EventError};
pub use guesthouse_sandbox::{
    BuildError, CompileLimits, Level, Limits as RunLimits, LogLine, Origin, RefusalCode, Refused,
    Sandbox, SandboxBuilder, worker,
};
pub use host::{Host, HostBuilder, HostError};
pub use http::{Resolver, Resolving};
pub use key::OperatorKey;
pub use limits::{ConnectionLimits, LimitRow, Limits, Unit};
pub use load_error::LoadError;
pub use log::{LogEntry, LogSink};
pub use outcome::{Class, Completed, Failure, Outcome, Run, Usage};
pub use plugin::Plugin;
pub use policy::{
    AddressRange, Connection, Diagnostic, Digest, HttpGrant, Pattern, Policy, PolicyError,
    PolicyFile, Secret, StoreGrant,
};
pub use price::{PRICES, Price};
pub use source::Source;
pub use state::{StateDb, StateError};
