//! Skips a test whose tool is missing, with a message. In CI the test fails.

use crate::console;

/// Returns whether this is CI, where every tool must be installed.
#[must_use]
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

/// Prints that `what` is skipped, and why.
///
/// # Panics
/// In CI.
#[track_caller]
pub fn skip(what: &str, why: &str) {
    assert!(!in_ci(), "{what} must not be skipped in CI: {why}");
    console::info(&format!("SKIPPED {what}: {why}"));
}
