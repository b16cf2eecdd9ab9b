//! Recognises files that are not WebAssembly at all, by how they start.

use crate::{Diagnostic, Kind};

/// Says what a file is.
pub(crate) fn kind(bytes: &[u8]) -> Kind {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.is_empty() {
        Kind::Empty
    } else if starts(b"\0asm") {
        webassembly(bytes)
    } else if starts(b"\x1f\x8b") || starts(b"\x28\xb5\x2f\xfd") || starts(b"\xfd7zXZ\0") {
        Kind::Compressed
    } else if starts(b"PK\x03\x04") {
        Kind::Zip
    } else if starts(b"\x7fELF") || starts(b"MZ") || is_mach(bytes) {
        Kind::Native
    } else {
        text(bytes)
    }
}

fn webassembly(bytes: &[u8]) -> Kind {
    match bytes.get(4..8) {
        Some([1, 0, 0, 0]) => Kind::Module,
        Some([0x0d, 0, 1, 0]) => Kind::Component,
        _ => Kind::UnknownWasm,
    }
}

fn is_mach(bytes: &[u8]) -> bool {
    matches!(
        bytes.get(..4),
        Some([0xcf | 0xce, 0xfa, 0xed, 0xfe] | [0xca, 0xfe, 0xba, 0xbe])
    )
}

fn text(bytes: &[u8]) -> Kind {
    let head = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes));
    let head = head
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .to_ascii_lowercase();
    if head.starts_with("version https://git-lfs") {
        Kind::GitLfsPointer
    } else if head.starts_with("<!doctype")
        || head.starts_with("<html")
        || head.starts_with("<?xml")
    {
        Kind::Html
    } else if ["(module", "(component", ";;", "(;"]
        .iter()
        .any(|start| head.starts_with(start))
    {
        Kind::Text
    } else {
        Kind::Unknown
    }
}

/// Says why such a file is no plugin.
pub(crate) fn diagnose(kind: Kind, bytes: &[u8]) -> Option<Diagnostic> {
    let (code, message, hint) = match kind {
        Kind::Empty => (
            "empty-file",
            "the file is empty",
            "build the plugin again: guesthouse build",
        ),
        Kind::Text => (
            "text-format",
            "this is WebAssembly's text format; plugins are binary",
            "translate it: wasm-tools parse FILE -o plugin.wasm",
        ),
        Kind::Html => (
            "html",
            "this is a web page, not WebAssembly",
            "a download probably went wrong: open the file and see what it says",
        ),
        Kind::GitLfsPointer => (
            "git-lfs-pointer",
            "this is a pointer that Git LFS left in place of the file",
            "get the file itself: git lfs pull",
        ),
        Kind::Compressed => (
            "compressed",
            "the file is compressed",
            "decompress it first",
        ),
        Kind::Zip => (
            "zip",
            "this is a zip archive",
            "unpack it; the plugin is the .wasm file inside",
        ),
        Kind::Native if is_precompiled(bytes) => (
            "precompiled",
            "this was compiled by an engine already; only WebAssembly itself can be checked",
            "use the .wasm file it was made of",
        ),
        Kind::Native => (
            "native",
            "this is a program for an operating system, not WebAssembly",
            "build the plugin with: guesthouse build",
        ),
        Kind::UnknownWasm if bytes.len() < 8 => (
            "truncated",
            "the file ends within its first eight bytes",
            "copy or build it again",
        ),
        Kind::UnknownWasm => (
            "unknown-version",
            "this starts like WebAssembly, but of a version that is not known",
            "build it with the toolchains of `guesthouse build`",
        ),
        Kind::Unknown => (
            "not-wasm",
            "this is not WebAssembly",
            "a plugin is a .wasm file as `guesthouse build` writes it",
        ),
        Kind::Module | Kind::Component => return None,
    };
    Some(Diagnostic::error(code, message).hint(hint))
}

fn is_precompiled(bytes: &[u8]) -> bool {
    bytes.windows(10).any(|window| window == b".wasmtime.")
}
