//! Explains a core module, which is not a plugin. Its imports show which build step is missing.

use std::collections::BTreeSet;

use guesthouse_diagnostics::{Diagnostic, RefusalCode};

use crate::walk::{self, Found};

/// Returns a diagnostic that names the build of this module and the missing step.
pub(crate) fn diagnose(bytes: &[u8]) -> Diagnostic {
    let found = walk::component(bytes);
    let class = CLASSES.iter().find(|(is, ..)| is(&found));
    let (what, hint) = class.map_or_else(Default::default, |(_, what, hint)| (*what, *hint));
    let message = format!("the file is a core module, not a component: {what}");
    RefusalCode::CoreModule.diagnostic(message).hint(hint)
}

type Sign = fn(&Found) -> bool;

/// The known kinds of modules: the sign, the message and the hint. The most reliable signs come
/// first.
const CLASSES: [(Sign, &str, &str); 7] = [
    (
        |found| {
            any_starts_with(&found.core_imports, "__wbindgen")
                || any_starts_with(&found.core_imports, "wbg ")
                || any_starts_with(&found.names, "__wasm_bindgen")
        },
        "it was made with wasm-bindgen, for a browser",
        "build for `wasm32-wasip2`; to find the crate that needs wasm-bindgen, run `cargo tree -i wasm-bindgen`",
    ),
    (
        |found| {
            any_starts_with(&found.core_imports, "env emscripten_")
                || any_starts_with(&found.core_imports, "env invoke_")
        },
        "it was made with Emscripten",
        "build it with `clang --target=wasm32-wasip2` of wasi-sdk",
    ),
    (
        |found| {
            any_starts_with(&found.core_imports, "gojs")
                || any_starts_with(&found.core_imports, "go ")
        },
        "it is a Go program for a browser (GOOS=js)",
        "build it with `guesthouse build`",
    ),
    (
        |found| {
            any_starts_with(&found.core_imports, "wasi:")
                || any_starts_with(&found.names, "component-type:")
        },
        "the last step of linking, which makes the component, did not run",
        "remove the linker override from RUSTFLAGS or .cargo/config.toml, or run `wasm-tools component new`",
    ),
    (
        |found| {
            any_starts_with(&found.core_imports, "wasi_snapshot_preview1")
                && found.core_exports.contains("_start")
        },
        "it is a command for WASI preview 1",
        "a plugin is a library, not a command; build it with `guesthouse build`",
    ),
    (
        |found| {
            any_starts_with(&found.core_imports, "wasi_snapshot_preview1")
                || any_starts_with(&found.core_imports, "wasi_unstable")
        },
        "it was built for WASI preview 1",
        "in Rust, build for the target `wasm32-wasip2`; in other languages, run `guesthouse build`",
    ),
    (
        |_| true,
        "it has no interface in WIT",
        "build a component: in Rust, use the target `wasm32-wasip2`; in other languages, run `guesthouse build`",
    ),
];

fn any_starts_with(names: &BTreeSet<String>, start: &str) -> bool {
    names.iter().any(|name| name.starts_with(start))
}
