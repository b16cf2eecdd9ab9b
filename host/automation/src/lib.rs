//! Runs automation plugins: a plugin gets an event, and returns events and state changes.
//!
//! A plugin is a WebAssembly component that fits a world of `guesthouse:automation` (the `wit`
//! folder). Every limit is on by default, and a plugin may do only what its [`Policy`] grants.
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
//! A child process with limits compiles the components. By default the child is the embedding program
//! itself, so its `main` must start with [`worker::run_if_asked`]; a [`Sandbox`] can name another
//! program. `examples/embed` is a complete program.
//!
//! | purpose | type |
//! |---|---|
//! | an event, read from and written as a CloudEvents JSON line | [`Event`] |
//! | loads plugins, which share its database, log sink and operator's key | [`Host`] |
//! | a compiled plugin with its policy; handles events one after another or concurrently | [`Plugin`] |
//! | the result of handling an event: a closed set of classes and codes | [`Outcome`] |
//! | the grants and limits of one plugin | [`Policy`], [`Limits`], [`Connection`] |
//! | looks at a state file, or changes its stores | [`StateView`], [`StateEditor`] |
//! | one run with everything that it got from the host, to run it again | [`Recording`] |
//! | the policy file of the operator, with several plugins and connections | [`PolicyFile`] |
//!
//! A denied request is an error value for the plugin, not an outcome. When the handler succeeds, the
//! host commits state changes, outcome and returned events in one transaction. With a database, see
//! [`HostBuilder::state`], it answers a repeat of an event from that commit.

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
mod recording;
mod redact;
mod shared;
mod source;
mod state;

pub use event::{Event, EventError, LenientEvent};
pub use guesthouse_diagnostics::{Diagnostic, Place, RefusalCode, Severity};
pub use guesthouse_sandbox::{
    BuildError, CompileLimits, Level, Limits as RunLimits, LogLine, Origin, Refused, Sandbox,
    SandboxBuilder, worker,
};
pub use host::{Host, HostBuilder, HostError};
pub use http::{Resolver, Resolving};
pub use key::OperatorKey;
pub use limits::{ConnectionLimits, Limits, PolicyLimit, Unit};
pub use load_error::LoadError;
pub use log::{LogEntry, LogSink};
pub use outcome::{Build, Class, Completed, Failure, Outcome, Run, Usage};
pub use plugin::Plugin;
pub use policy::{
    AddressRange, Connection, Digest, HttpGrant, Pattern, Policy, PolicyError, PolicyFile,
    ReusedIds, Secret, StoreGrant,
};
pub use price::{PRICES, Price};
pub use recording::{Difference, Recording, RecordingError};
pub use source::Source;
pub use state::{EditError, StateDb, StateEditor, StateError, StateFault, StateView, StoreSize};
