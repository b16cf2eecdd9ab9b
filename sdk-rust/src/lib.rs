//! Write [Guesthouse](https://guesthouse.dev) plugins in Rust.
//!
//! A plugin is a type that handles events. It returns the events to publish, or fails:
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
//! Build it with `guesthouse build`, or `cargo build --release --target wasm32-wasip2`: the crate is
//! a `cdylib`, and what it does not use it does not import. A panic ends the event as `crashed`,
//! with its message and place.
//!
//! One instance handles one event unless the operator chose otherwise: keep nothing in statics.
//!
//! Natively, as in `cargo test`, there is no host: log lines go to standard error, no setting is
//! given and nothing is granted.

/// Generated, and no part of the surface: only [`plugin!`] names it.
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

/// A result that fails with a [`Failure`] unless another error is named.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// What [`plugin!`] expands to.
#[doc(hidden)]
pub use plugin::Export;
