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
const CLASSES: [(Sign, &str, &str); 14] = [
    (
        |found| found.names.contains("linking"),
        "it is an object file, which a linker must make a component of",
        "build the whole plugin with `guesthouse build`",
    ),
    (
        |found| found.names.contains("dylink.0") || found.names.contains("dylink"),
        "it is a dynamic library, which is a part of a program",
        "build the whole plugin with `guesthouse build`",
    ),
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
        is_minified,
        "the names of its imports are minified, as Emscripten does for a browser",
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
        |found| found.has_gc_types,
        "it uses garbage-collected types, as Kotlin, Dart, Java and Scala do for a browser",
        "write the plugin in a language of `guesthouse new`",
    ),
    (
        |found| found.has_memory64,
        "it has a 64-bit memory",
        "build it for `wasm32`, not `wasm64`; plugins have 32-bit memories",
    ),
    (
        |found| {
            found.has_shared_memory || any_starts_with(&found.core_imports, "wasi thread-spawn")
        },
        "it was built with threads",
        "build it without threads, for `wasm32-wasip2`; in C, leave out `-pthread`",
    ),
    (
        |found| {
            found.core_exports.contains("__new") && found.core_exports.contains("__pin")
                || found.core_imports.contains("env abort")
        },
        "it was probably made with AssemblyScript, which makes no components",
        "write the plugin in a language of `guesthouse new`, such as TypeScript",
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

/// Returns whether all imports are from the module `a`, with names of one or two letters.
fn is_minified(found: &Found) -> bool {
    let is_short = |import: &String| import.starts_with("a ") && import.len() <= "a xx".len();
    !found.core_imports.is_empty() && found.core_imports.iter().all(is_short)
}

fn any_starts_with(names: &BTreeSet<String>, start: &str) -> bool {
    names.iter().any(|name| name.starts_with(start))
}
