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
    /// XML that is not a web page, usually the error of a file server.
    Xml,
    /// A WIT package in its text form.
    Wit,
    /// WebAssembly in base64.
    Base64,
    /// WebAssembly whose first bytes were changed as if it were text.
    ChangedAsText,
    /// Any other text.
    OtherText,
    /// A pointer that Git LFS left in place of the file.
    GitLfsPointer,
    /// A file compressed with gzip, zstd or xz.
    Compressed,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
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
    /// Returns the kind of a file by its first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if bytes.is_empty() {
            Self::Empty
        } else if starts(b"\0asm") {
            Self::of_wasm(bytes)
        } else if starts(b"\xef\xbb\xbf\0asm") {
            Self::ChangedAsText
        } else if COMPRESSED.iter().any(|magic| starts(magic)) {
            Self::Compressed
        } else if starts(b"PK\x03\x04") {
            Self::Zip
        } else if bytes
            .get(TAR_AT..)
            .is_some_and(|rest| rest.starts_with(b"ustar"))
        {
            Self::Tar
        } else if starts(b"\x7fELF") && bytes.get(ELF_SYSTEM) == Some(&ELF_WASMTIME) {
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
            // A line feed in place of the carriage return.
            Some([0x0a, 0, 1, 0]) => Self::ChangedAsText,
            Some(_) => Self::UnknownWasm,
            None => Self::CutHeader,
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let head = bytes.get(..512).unwrap_or(bytes);
        let is_text = !head.contains(&0) && std::str::from_utf8(head).map_or_else(is_cut, |_| true);
        let head = String::from_utf8_lossy(head)
            .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
            .to_ascii_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| head.starts_with(word));
        if starts(&["version https://git-lfs"]) {
            Self::GitLfsPointer
        } else if starts(&["<!doctype", "<html"]) || (starts(&["<?xml"]) && head.contains("<html"))
        {
            Self::Html
        } else if starts(&["<?xml"]) {
            Self::Xml
        } else if starts(&["agfzb", "data:application/wasm;base64,"]) {
            Self::Base64
        } else if starts(&["(module", "(component", ";;", "(;"]) {
            Self::Text
        } else if is_text && starts_wit(&head) {
            Self::Wit
        } else if is_text {
            Self::OtherText
        } else {
            Self::Unknown
        }
    }
}

/// The first bytes of files compressed with gzip, zstd, xz, bzip2 and lz4.
const COMPRESSED: [&[u8]; 5] = [
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"\xfd7zXZ\0",
    b"BZh",
    b"\x04\x22\x4d\x18",
];
/// Where a tar archive has its mark.
const TAR_AT: usize = 257;
/// The byte of an ELF file that names its system, and the value of the engine for its artefacts.
const ELF_SYSTEM: usize = 7;
const ELF_WASMTIME: u8 = 200;

/// Returns whether text only looks invalid because it was cut within its last character.
fn is_cut(error: std::str::Utf8Error) -> bool {
    error.error_len().is_none()
}

/// Returns whether the first line that is not a comment starts a WIT file.
fn starts_wit(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with("//"));
    let words = ["package ", "interface ", "world "];
    first.is_some_and(|line| {
        words.iter().any(|word| line.starts_with(word)) && line.ends_with(['{', ';', '}'])
    })
}

fn is_mach(bytes: &[u8]) -> bool {
    matches!(
        bytes.get(..4),
        Some([0xcf | 0xce, 0xfa, 0xed, 0xfe] | [0xca, 0xfe, 0xba, 0xbe])
    )
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    const TAR: [u8; 264] = {
        let mut bytes = [0; 264];
        [bytes[257], bytes[258], bytes[259], bytes[260], bytes[261]] = *b"ustar";
        bytes
    };

    #[test]
    fn the_first_bytes_tell_the_kind() {
        let cases: [(&[u8], FileKind); 27] = [
            (b"", FileKind::Empty),
            (b"\0as", FileKind::Unknown),
            (b"\0asm\x0d\0", FileKind::CutHeader),
            (b"\0asm\x0d\0\x01\0", FileKind::Component),
            (b"\0asm\x01\0\0\0", FileKind::Module),
            (b"\0asm\x02\0\0\0", FileKind::UnknownWasm),
            (b"PK\x03\x04", FileKind::Zip),
            (b"\x7fELF and more", FileKind::Native),
            (b"\x7fELF\x02\x01\x01\xc8", FileKind::Precompiled),
            (b"\x7fELF\x02\x01\x01\0 .wasmtime.engine", FileKind::Native),
            (b"BZh9", FileKind::Compressed),
            (b"\0asm\n\0\x01\0", FileKind::ChangedAsText),
            (b"\xef\xbb\xbf\0asm", FileKind::ChangedAsText),
            (b"AGFzbQ0AAQA=", FileKind::Base64),
            (b"<?xml version=\"1.0\"?><Error>", FileKind::Xml),
            (b"<?xml version=\"1.0\"?>\n<html>", FileKind::Html),
            (b"// a\npackage a:b;\ninterface", FileKind::Wit),
            (b"package main\n\nimport", FileKind::OtherText),
            (b"export * from './a.js'", FileKind::OtherText),
            ("é".as_bytes(), FileKind::OtherText),
            (b"caf\xe9!", FileKind::Unknown),
            (b"a\0b", FileKind::Unknown),
            (&TAR, FileKind::Tar),
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
