//! A core module is not a plugin; its imports tell which step is missing.

use guesthouse_diagnostics::{Diagnostic, RefusalCode};

use crate::walk::{self, Found};

/// Says which build made this module, and what is missing.
pub(crate) fn diagnose(bytes: &[u8]) -> Diagnostic {
    let (what, hint) = classify(&walk::component(bytes));
    RefusalCode::CoreModule
        .diagnostic(format_args!(
            "the file is a core module, not a component: {what}"
        ))
        .hint(hint)
}

/// What the module is, and what to do.
type Class = (&'static str, &'static str);

type Sign = fn(&Found) -> bool;

/// From the most telling sign to the least.
const CLASSES: [(Sign, Class); 6] = [
    (
        |found| {
            imports_from(found, "__wbindgen")
                || imports_from(found, "wbg")
                || has_name(found, "__wasm_bindgen")
        },
        (
            "it was made with wasm-bindgen, for a browser",
            "build for wasm32-wasip2; find the crate that asks for it: cargo tree -i wasm-bindgen",
        ),
    ),
    (
        |found| imports(found, "env", "emscripten_") || imports(found, "env", "invoke_"),
        (
            "it was made with Emscripten",
            "build it with wasi-sdk's clang --target=wasm32-wasip2",
        ),
    ),
    (
        |found| imports_from(found, "gojs") || imports_from(found, "go"),
        (
            "it is a Go program for a browser (GOOS=js)",
            "build it with: guesthouse build",
        ),
    ),
    (
        |found| imports_from(found, "wasi:") || has_name(found, "component-type:"),
        (
            "it was to become one, but the last step of linking did not run",
            "remove the linker override from RUSTFLAGS or .cargo/config.toml, or run: wasm-tools component new",
        ),
    ),
    (
        |found| {
            imports_from(found, "wasi_snapshot_preview1") && found.core_exports.contains("_start")
        },
        (
            "it is a command for WASI preview 1",
            "a plugin is a library: build it with: guesthouse build",
        ),
    ),
    (
        |found| {
            imports_from(found, "wasi_snapshot_preview1") || imports_from(found, "wasi_unstable")
        },
        (
            "it was built for WASI preview 1",
            "Rust: build for wasm32-wasip2; other languages: guesthouse build",
        ),
    ),
];

const PLAIN: Class = (
    "it has no interface types",
    "Rust: build for wasm32-wasip2, not wasm32-unknown-unknown; other languages: guesthouse build",
);

fn classify(found: &Found) -> Class {
    CLASSES
        .iter()
        .find(|(is, _)| is(found))
        .map_or(PLAIN, |(_, class)| *class)
}

fn imports_from(found: &Found, start: &str) -> bool {
    let exact = ["go", "wbg"].contains(&start);
    found.core_imports.iter().any(|(module, _)| {
        if exact {
            module == start
        } else {
            module.starts_with(start)
        }
    })
}

fn imports(found: &Found, module: &str, start: &str) -> bool {
    found
        .core_imports
        .iter()
        .any(|(from, name)| from == module && name.starts_with(start))
}

fn has_name(found: &Found, start: &str) -> bool {
    found.names.iter().any(|name| name.starts_with(start))
}
