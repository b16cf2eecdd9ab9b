//! Write [Guesthouse](https://guesthouse.dev) plugins in Rust.
//!
//! A plugin is a type that handles events. It returns the events to publish, or a failure:
//!
//! ```
//! use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, config, log, plugin};
//!
//! struct Greeter;
//!
//! impl Plugin for Greeter {
//!     fn handle(event: Event) -> Result<Vec<Output>> {
//!         let subject = event
//!             .subject
//!             .ok_or_else(|| Failure::rejected("missing-subject", "the event has no subject"))?;
//!         let greeting = config::get("greeting").unwrap_or_else(|| "Hello".to_string());
//!         log::info!("greeting {subject}");
//!         Ok(vec![Output::text("com.example.greeting", format!("{greeting}, {subject}!"))])
//!     }
//! }
//!
//! plugin!(Greeter);
//! ```
//!
//! Build it with `guesthouse build`, or with `cargo build --release --target wasm32-wasip2`; the
//! crate is a `cdylib`. A plugin imports only the interfaces that it uses. A panic ends the event
//! as `crashed`, with the panic's message and location.
//!
//! A host may create a new instance for each event: keep no state in statics.
//!
//! Outside WebAssembly, for example in `cargo test`, there is no host: log lines go to standard
//! error, settings are absent, and no store or connection is granted.

/// Generated code. Not public API: only [`plugin!`] uses it.
#[doc(hidden)]
pub mod bindings;
pub mod config;
mod event;
mod failure;
mod host;
pub mod http;
pub mod json;
pub mod log;
mod output;
mod plugin;
pub mod state;

pub use event::Event;
pub use failure::{Failure, FailureKind};
pub use output::Output;
pub use plugin::Plugin;

/// A result whose error is a [`Failure`] by default.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Used in the expansion of [`plugin!`].
#[doc(hidden)]
pub use plugin::Export;
