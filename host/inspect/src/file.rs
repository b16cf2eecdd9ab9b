//! The diagnostics of a file that is not a component.

use guesthouse_diagnostics::{Diagnostic, FileKind, RefusalCode};

use crate::damage::CHANGED;
use crate::module;

/// Returns why a file is not a component, or nothing if it starts like one.
pub(crate) fn diagnose(kind: FileKind, bytes: &[u8]) -> Option<Diagnostic> {
    let (code, message, hint) = match kind {
        FileKind::Component => return None,
        FileKind::Module => return Some(module::diagnose(bytes)),
        FileKind::Empty => (
            RefusalCode::EmptyFile,
            "the file is empty",
            "build the plugin again with `guesthouse build`",
        ),
        FileKind::Text => (
            RefusalCode::TextFormat,
            "the file is WebAssembly text, not a binary component",
            "translate it with `wasm-tools parse FILE -o plugin.wasm`",
        ),
        FileKind::Html => (
            RefusalCode::NotWasm,
            "the file is a web page, not WebAssembly",
            "the download may have failed: open the file and read it",
        ),
        FileKind::Xml => (
            RefusalCode::NotWasm,
            "the file is XML, not WebAssembly",
            "the download may have failed: open the file and read it",
        ),
        FileKind::Wit => (
            RefusalCode::NotWasm,
            "the file is a WIT package, which describes a contract, not a component",
            "give the plugin that `guesthouse build` wrote; `guesthouse contract show` reads WIT",
        ),
        FileKind::Base64 => (
            RefusalCode::NotWasm,
            "the file is WebAssembly in base64",
            "decode it with `base64 --decode`",
        ),
        FileKind::ChangedAsText => (
            RefusalCode::Malformed,
            "the first bytes of the file were changed as if it were text",
            CHANGED,
        ),
        FileKind::OtherText => (
            RefusalCode::NotWasm,
            "the file is text, not WebAssembly",
            "give the .wasm file that `guesthouse build` wrote",
        ),
        FileKind::GitLfsPointer => (
            RefusalCode::NotWasm,
            "the file is a pointer that Git LFS left in place of the component",
            "fetch the file itself with `git lfs pull`",
        ),
        FileKind::Compressed => (
            RefusalCode::NotWasm,
            "the file is compressed",
            "decompress it first",
        ),
        FileKind::Zip => (
            RefusalCode::NotWasm,
            "the file is a zip archive",
            "unpack it; the plugin is the .wasm file inside",
        ),
        FileKind::Tar => (
            RefusalCode::NotWasm,
            "the file is a tar archive",
            "unpack it; the plugin is the .wasm file inside",
        ),
        FileKind::Precompiled => (
            RefusalCode::Precompiled,
            "the file is a precompiled artefact, which is native code",
            "use the .wasm file that it was compiled from",
        ),
        FileKind::Native => (
            RefusalCode::NotWasm,
            "the file is a program for an operating system, not WebAssembly",
            "build the plugin with `guesthouse build`",
        ),
        FileKind::CutHeader => (
            RefusalCode::Truncated,
            "the file ends within its first eight bytes",
            "copy the file again, or build it again",
        ),
        FileKind::UnknownWasm => (
            RefusalCode::Malformed,
            "the file has an unknown version of the WebAssembly format",
            "build it with the toolchains of `guesthouse build`",
        ),
        _ => (
            RefusalCode::NotWasm,
            "the file is not WebAssembly",
            "give the .wasm file that `guesthouse build` wrote",
        ),
    };
    Some(code.diagnostic(message).hint(hint))
}
