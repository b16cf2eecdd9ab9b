//! Inputs that are lines of JSON objects.

use guesthouse_diagnostics::FileKind;

/// Starts of texts that are not lines of JSON, the longer ones first: what they are, and what to do.
const STARTS: [(&[u8], &str, &str); 10] = [
    (b"\xff\xfe\0\0", "text in UTF-32", UTF32),
    (b"\0\0\xfe\xff", "text in UTF-32", UTF32),
    (b"{\0\0\0", "text in UTF-32", UTF32),
    (b"\xff\xfe", "text in UTF-16", UTF16),
    (b"\xfe\xff", "text in UTF-16", UTF16),
    (b"{\0", "text in UTF-16", UTF16),
    (b"\0{", "text in UTF-16", UTF16),
    (
        b"\x1e",
        "a JSON text sequence",
        "remove the record separators with `tr -d '\\036'`",
    ),
    (b"data:", "a stream of server-sent events", SENT),
    (b"event:", "a stream of server-sent events", SENT),
];
const UTF16: &str = "convert it with `iconv -f UTF-16 -t UTF-8`";
const UTF32: &str = "convert it with `iconv -f UTF-32 -t UTF-8`";
const SENT: &str = "take the data with `sed -n 's/^data: *//p'`";

/// Says what an input is that cannot have lines of JSON objects, by its first bytes, and what to do. `things`
/// are what the lines should be.
pub(super) fn unfit(first: &[u8], things: &str) -> Option<(String, String)> {
    let start = STARTS.iter().find(|(start, ..)| first.starts_with(start));
    let (what, hint) = match start {
        Some((_, what, hint)) => (*what, *hint),
        None => match FileKind::of(first) {
            FileKind::Compressed => ("compressed", "decompress it first"),
            FileKind::Zip => ("a zip archive", "unpack it first"),
            FileKind::Html => ("a web page or XML", "check the program that provides it"),
            FileKind::GitLfsPointer => (
                "a pointer that Git LFS left in place of a file",
                "fetch the file itself with `git lfs pull`",
            ),
            FileKind::Component | FileKind::Module => (
                "WebAssembly",
                "give a plugin as an argument of `guesthouse run`, and lines of JSON on standard input",
            ),
            _ => return None,
        },
    };
    let message = format!("standard input has no {things}: it is {what}");
    Some((message, hint.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::unfit;

    #[test]
    fn an_input_that_is_no_text_is_named() {
        for (first, expected) in [
            (&b"\xff\xfe{\0"[..], Some("UTF-16")),
            (b"{\0\"\0", Some("UTF-16")),
            (b"\xff\xfe\0\0{\0\0\0", Some("UTF-32")),
            (b"\x1e{}\n", Some("text sequence")),
            (b"data: {}\n", Some("server-sent")),
            (b"\x1f\x8b", Some("compressed")),
            (b"\0asm\x0d\0\x01\0", Some("WebAssembly")),
            (b"\xef\xbb\xbf{\"a\":1}\n", None),
            (b"{", None),
            (b"", None),
        ] {
            let found = unfit(first, "events").map(|(message, _)| message);
            let is_named = |text: &str| found.as_ref().is_some_and(|it| it.contains(text));
            assert!(
                expected.map_or(found.is_none(), is_named),
                "{first:?}: {found:?}"
            );
        }
    }
}
