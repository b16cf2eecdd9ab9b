//! What the sandbox promises, tested through its public surface with a domain of its own.

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
