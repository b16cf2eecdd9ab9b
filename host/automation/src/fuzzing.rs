//! Internal functions for the fuzz targets. They are not part of the public API.

pub use crate::http::fuzzing::{Sent, reaches, request};

use crate::redact::Redactor;

/// Returns `text` without `secrets`.
#[must_use]
pub fn redact(secrets: Vec<String>, text: &str) -> String {
    let mut text = text.to_owned();
    Redactor::new(secrets).text(&mut text);
    text
}
