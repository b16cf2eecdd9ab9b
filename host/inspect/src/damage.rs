//! Finds out how a broken file was changed on its way: by a program that took it for text.

use guesthouse_diagnostics::{Diagnostic, RefusalCode};

/// What to do about a file that was changed as text.
pub(crate) const CHANGED: &str =
    "copy the file again in binary mode; in Git, mark it with `*.wasm binary` in .gitattributes";
/// The bytes of U+FFFD, which stands for a byte that is not text.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();
/// So many signs cannot be there by chance.
const SIGNS: usize = 3;

/// Returns a diagnostic if a file that cannot be read was changed as text.
pub(crate) fn diagnose(bytes: &[u8]) -> Option<Diagnostic> {
    let message = if count(bytes, REPLACEMENT) >= SIGNS {
        "the file was changed as if it were text: bytes were replaced with U+FFFD"
    } else if has_only_long_line_ends(bytes) {
        "the file was changed as if it were text: each line feed got a carriage return"
    } else {
        return None;
    };
    Some(RefusalCode::Malformed.diagnostic(message).hint(CHANGED))
}

/// Returns the length of a file without a line end that was added to it.
pub(crate) fn without_line_end(bytes: &[u8]) -> Option<usize> {
    let shorter = bytes.strip_suffix(b"\n")?;
    Some(shorter.strip_suffix(b"\r").unwrap_or(shorter).len())
}

fn has_only_long_line_ends(bytes: &[u8]) -> bool {
    let line_feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    line_feeds >= SIGNS && count(bytes, b"\r\n") == line_feeds
}

fn count(bytes: &[u8], sign: &[u8]) -> usize {
    let windows = bytes.windows(sign.len());
    windows.filter(|window| *window == sign).count()
}
