//! What kind of file it is, from its first bytes.

use crate::Diagnostic;
use crate::refused::RefusalCode;
use wasmtime::Engine;

const MAGIC: &[u8] = b"\0asm";
const CORE: &[u8] = &[1, 0, 0, 0];
const COMPONENT: &[u8] = &[0x0d, 0, 1, 0];

/// Returns what is wrong when the bytes are not those of a component.
pub(super) fn check(bytes: &[u8]) -> Result<(), Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::new(RefusalCode::Empty, "the file is empty"));
    }
    if Engine::detect_precompiled(bytes).is_some() {
        return Err(Diagnostic::new(
            RefusalCode::Precompiled,
            "the file is a precompiled artefact, which is native code",
        )
        .hint("give the component it was made from"));
    }
    match (bytes.strip_prefix(MAGIC), bytes.get(4..8)) {
        (Some(_), Some(COMPONENT)) => Ok(()),
        (Some(_), Some(CORE)) => Err(core_module()),
        (Some(_), Some(_)) => Err(Diagnostic::new(
            RefusalCode::Malformed,
            "an unknown version of the format",
        )),
        (Some(_), None) => Err(Diagnostic::new(
            RefusalCode::Truncated,
            "the header is cut off",
        )),
        (None, _) => Err(not_wasm(bytes)),
    }
}

fn core_module() -> Diagnostic {
    Diagnostic::new(
        RefusalCode::CoreModule,
        "the file is a core module, not a component",
    )
    .hint("build for a component target, in Rust `wasm32-wasip2`")
}

fn not_wasm(bytes: &[u8]) -> Diagnostic {
    let start = bytes.trim_ascii_start();
    let is_text = start.starts_with(b"(component") || start.starts_with(b"(module");
    if is_text {
        return Diagnostic::new(RefusalCode::TextFormat, "the file is WebAssembly text")
            .hint("turn it into a binary with `wasm-tools parse`");
    }
    let what = kinds().iter().find(|(magic, _)| start.starts_with(magic));
    match what {
        Some((_, what)) => Diagnostic::new(RefusalCode::NotWasm, format!("the file is {what}")),
        None => Diagnostic::new(RefusalCode::NotWasm, "the file is not WebAssembly"),
    }
}

fn kinds() -> &'static [(&'static [u8], &'static str)] {
    &[
        (
            b"version https://git-lfs",
            "a Git LFS pointer; fetch the file itself",
        ),
        (
            b"<",
            "HTML or XML, perhaps an error page that was downloaded instead",
        ),
        (b"\x1f\x8b", "compressed with gzip; unpack it first"),
        (b"PK\x03\x04", "a ZIP archive; unpack it first"),
        (b"\x7fELF", "a native program"),
        (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    ]
}
