//! Guesses the toolchain that made a component. Use the guess in messages, never for a decision: the
//! author of a file chooses what its sections say.

use crate::walk::Found;

/// Tools that name themselves in a producers section, each with the name that messages show.
const NAMED: [(&str, &str); 9] = [
    ("ComponentizeJS", "componentize-js (StarlingMonkey)"),
    ("componentize-py", "componentize-py"),
    ("TinyGo", "TinyGo"),
    ("Go cmd/compile", "Go"),
    ("Go", "Go"),
    ("cargo-component", "cargo-component"),
    ("rustc", "rustc"),
    ("wit-bindgen-rust", "wit-bindgen for Rust"),
    ("wit-bindgen-c", "wit-bindgen for C"),
];

/// Returns the toolchain, with its version where that is known.
pub(crate) fn toolchain(found: &Found) -> Option<String> {
    let named = |part: &str| found.names.iter().any(|name| name.contains(part));
    if named("libpython") {
        return Some("componentize-py".to_owned());
    }
    if named("componentize_qjs") {
        return Some("componentize-qjs (QuickJS)".to_owned());
    }
    NAMED.iter().find_map(|(producer, shown)| {
        let version = found.producer(producer)?;
        Some(format!("{shown} {version}").trim_end().to_owned())
    })
}
