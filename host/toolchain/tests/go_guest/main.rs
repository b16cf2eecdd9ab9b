//! A Go plugin on the adapter of `adapter/`, run by plain wasmtime with plain WASI: what the adapter
//! gives Go's standard library, and that an instance can be used again and again.

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
