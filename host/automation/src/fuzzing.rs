//! Doors for the fuzz targets to what is decided inside. No part of what this crate promises.

pub use crate::http::fuzzing::{Sent, reaches, request};

use crate::redact::Redactor;

/// Returns `text` without `secrets`.
#[must_use]
pub fn redact(secrets: Vec<String>, text: &str) -> String {
    let mut text = text.to_owned();
    Redactor::new(secrets).text(&mut text);
    text
}
