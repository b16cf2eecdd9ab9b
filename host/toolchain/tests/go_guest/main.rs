//! A Go plugin on the adapter of `adapter/`, run by plain wasmtime with its WASI: what the adapter
//! offers to Go's standard library, and that an instance can handle many events.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test panics"
)]

mod adapter;
mod host;
mod million;
mod plugin;
