//! Internal functions for the fuzz targets. They are not part of the public API.

/// Returns the crash that text on standard error describes.
#[must_use]
pub fn crash(stderr: &str) -> Option<crate::Crash> {
    crate::stderr::read(stderr, None)
}
