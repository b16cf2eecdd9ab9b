//! Helpers that the tests, the hostile corpus, the fuzz targets and the conformance runner share.
//!
//! | module | has |
//! |---|---|
//! | [`bless`] | comparison of text with files that `BLESS=1` rewrites |
//! | [`calc`] | the domain `tiny:calc`, which proves that the sandbox knows no contract |
//! | [`console`] | how a runner writes: results, messages, progress |
//! | [`random`] | random numbers that a seed repeats |
//! | [`skip`] | what a test does when a tool is missing |
//! | [`workdir`] | a folder in which a command runs |

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

pub mod bless;
#[cfg(feature = "domain")]
pub mod calc;
pub mod console;
pub mod random;
pub mod skip;
pub mod workdir;

pub use random::Random;
pub use workdir::{Ran, Workdir};

use std::path::{Path, PathBuf};

/// Returns the root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository")
}
