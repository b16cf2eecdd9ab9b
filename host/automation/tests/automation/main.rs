//! The host from the outside: real components, a real database on disk, a real HTTP server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod addresses;
mod amplification;
mod answers;
mod api;
mod bounds;
mod contract;
mod events;
mod failure;
mod http;
mod load;
mod outputs;
mod policy;
mod reference;
mod secrets;
mod server;
mod state;
mod support;
mod text;
mod turns;
mod wit;
