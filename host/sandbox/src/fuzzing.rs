//! Doors for the fuzz targets to what is decided inside. No part of what this crate promises.

/// Returns the crash that text on standard error tells of.
#[must_use]
pub fn crash(stderr: &str) -> Option<crate::Crash> {
    crate::stderr::read(stderr, None)
}
