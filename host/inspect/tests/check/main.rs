//! Tests the reports of `check` on components and other files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod files;
mod fits;
mod made;
mod never_panics;
mod variants;
mod worlds;
