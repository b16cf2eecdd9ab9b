//! Builds plugins of other contracts on generated SDKs, runs them on plain wasmtime, and runs their
//! own tests.
//!
//! A test prints SKIPPED without the tools of its language. With `CI=true` it fails.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test panics"
)]

mod echo;
mod go;
mod host;
mod js;
mod project;
mod python;
mod rust;
mod samples;
