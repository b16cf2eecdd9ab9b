use serde::{Deserialize, Serialize};

/// The kind of a file, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileKind {
    /// A file without a byte.
    Empty,
    /// The text format of WebAssembly.
    Text,
    /// A web page, usually an error page that was saved under a wrong name.
    Html,
    /// A pointer that Git LFS left in place of the file.
    GitLfsPointer,
    /// A file compressed with gzip, zstd or xz.
    Compressed,
    /// A zip archive.
    Zip,
    /// A program or object file for an operating system.
    Native,
    /// Native code that an engine compiled from a component or module.
    Precompiled,
    /// A WebAssembly module that is not a component.
    Module,
    /// A WebAssembly component.
    Component,
    /// A file that starts like WebAssembly and ends before its version.
    CutHeader,
    /// A file that starts like WebAssembly, of an unknown version.
    UnknownWasm,
    /// None of these.
    Unknown,
}

impl FileKind {
    /// Returns the kind of a file by its first bytes. Reads more bytes only of a native program.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if bytes.is_empty() {
            Self::Empty
        } else if starts(b"\0asm") {
            Self::of_wasm(bytes)
        } else if starts(b"\x1f\x8b") || starts(b"\x28\xb5\x2f\xfd") || starts(b"\xfd7zXZ\0") {
            Self::Compressed
        } else if starts(b"PK\x03\x04") {
            Self::Zip
        } else if starts(b"\x7fELF") && is_precompiled(bytes) {
            Self::Precompiled
        } else if starts(b"\x7fELF") || starts(b"MZ") || is_mach(bytes) {
            Self::Native
        } else {
            Self::of_text(bytes)
        }
    }

    fn of_wasm(bytes: &[u8]) -> Self {
        match bytes.get(4..8) {
            Some([1, 0, 0, 0]) => Self::Module,
            Some([0x0d, 0, 1, 0]) => Self::Component,
            Some(_) => Self::UnknownWasm,
            None => Self::CutHeader,
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let head = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes))
            .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
            .to_ascii_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| head.starts_with(word));
        if starts(&["version https://git-lfs"]) {
            Self::GitLfsPointer
        } else if starts(&["<!doctype", "<html", "<?xml"]) {
            Self::Html
        } else if starts(&["(module", "(component", ";;", "(;"]) {
            Self::Text
        } else {
            Self::Unknown
        }
    }
}

fn is_mach(bytes: &[u8]) -> bool {
    matches!(
        bytes.get(..4),
        Some([0xcf | 0xce, 0xfa, 0xed, 0xfe] | [0xca, 0xfe, 0xba, 0xbe])
    )
}

/// An artefact of the engine is an object file with sections of its own.
fn is_precompiled(bytes: &[u8]) -> bool {
    bytes.windows(10).any(|window| window == b".wasmtime.")
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn the_first_bytes_tell_the_kind() {
        let cases: [(&[u8], FileKind); 13] = [
            (b"", FileKind::Empty),
            (b"\0as", FileKind::Unknown),
            (b"\0asm\x0d\0", FileKind::CutHeader),
            (b"\0asm\x0d\0\x01\0", FileKind::Component),
            (b"\0asm\x01\0\0\0", FileKind::Module),
            (b"\0asm\x02\0\0\0", FileKind::UnknownWasm),
            (b"PK\x03\x04", FileKind::Zip),
            (b"\x7fELF and more", FileKind::Native),
            (b"\x7fELF .wasmtime.engine", FileKind::Precompiled),
            (b"\n (component)", FileKind::Text),
            (b"<!DOCTYPE html>", FileKind::Html),
            (b"version https://git-lfs", FileKind::GitLfsPointer),
            (b"\x1f\x8b", FileKind::Compressed),
        ];
        for (bytes, kind) in cases {
            assert_eq!(FileKind::of(bytes), kind, "{bytes:?}");
        }
    }
}
