//! Builds plugins in TypeScript on generated SDKs, runs them on both engines, and runs their tests.
//!
//! The tests print SKIPPED without Node.js. With `CI=true` they fail.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test panics"
)]

mod echo;
mod host;
mod pricing;
mod project;
mod samples;
