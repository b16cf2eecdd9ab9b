//! Domains that the macro makes, with real guests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod bare;
mod contracts;
mod docs;
mod engine;
mod guests;
mod pricing;
mod resources;
mod shapes;
