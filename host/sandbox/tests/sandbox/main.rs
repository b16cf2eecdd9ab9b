//! Tests the guarantees of the sandbox through its public API, with a test domain.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod fair;
mod load;
mod prices;
mod reference;
mod run;
mod share;
mod sizes;
mod tiny;
mod wasi;
mod worker;
