//! Checks requests: the form of method and path, and the grants of the policy.

use crate::policy::{FORBIDDEN_METHODS, HttpGrant};
use guesthouse_sandbox::clean;
use percent_encoding::percent_decode;

/// The longest path with query, in bytes.
const MAX_PATH: usize = 8 << 10;
/// Layers of percent-encoding in a path. Honest paths have at most two.
const MAX_DECODINGS: usize = 4;

/// Returns whether the text is a valid method: capital letters only.
pub(super) fn is_method(method: &str) -> bool {
    (1..=32).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_uppercase())
}

/// Returns the rule that a path with query breaks, as the predicate of a sentence. The host appends a
/// path that breaks none to a base address unchanged.
pub(crate) fn check_path(text: &str) -> Result<(), String> {
    if !text.starts_with('/') || text.starts_with("//") {
        return Err("must start with exactly one `/`".to_owned());
    }
    let bytes = text.len();
    if bytes > MAX_PATH {
        return Err(format!(
            "has {bytes} bytes, more than the {MAX_PATH} allowed"
        ));
    }
    if let Some((at, odd)) = text.char_indices().find(|(_, c)| !is_plain(*c)) {
        let rule = if odd == '\\' || odd.is_control() {
            "which no path can contain"
        } else {
            "which must be percent-encoded"
        };
        return Err(format!("has {} at byte {at}, {rule}", character(odd)));
    }
    if let Some(at) = invalid_escape(text) {
        return Err(format!(
            "has a `%` at byte {at} without two hexadecimal digits after it; a percent sign is `%25`"
        ));
    }
    let path = text.split('?').next().unwrap_or_default();
    stays_below(path).map_err(str::to_owned)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() && !"\\#\"<>^`{|}".contains(c)
}

/// Names a character in a message.
pub(super) fn character(c: char) -> String {
    let shown = clean(c.encode_utf8(&mut [0; 4]), 20, false);
    format!("the character `{shown}` (U+{:04X})", u32::from(c))
}

/// Checks that no way of decoding the path leads out of its folder. Services decode once or twice,
/// and a guest could hide `..` below the granted prefix.
fn stays_below(path: &str) -> Result<(), &'static str> {
    let mut path = path.as_bytes().to_vec();
    for _ in 0..MAX_DECODINGS {
        if path.iter().any(|b| b.is_ascii_control() || *b == b'\\') {
            return Err("has a percent-encoded backslash or control character");
        }
        if is_overlong(&path) {
            return Err("has a percent-encoded character with more bytes than it needs");
        }
        // Some servers strip parameters after a semicolon before they resolve dots. Some decode the
        // path and then parse it again; an encoded `?` or `#` then starts a query or a fragment.
        let is_dots = |segment: &[u8]| {
            let name = segment
                .split(|b| b";?#".contains(b))
                .next()
                .unwrap_or_default();
            matches!(name, b"." | b"..")
        };
        if path.split(|b| *b == b'/').any(is_dots) {
            return Err("has a segment `.` or `..` (also as `%2e`), which is not allowed");
        }
        let decoded: Vec<u8> = percent_decode(&path).collect();
        if decoded == path {
            return Ok(());
        }
        path = decoded;
    }
    Err("has too many layers of percent-encoding")
}

/// Returns whether a character has more bytes than it needs, which is not valid UTF-8. Some servers
/// decode it to a dot or a slash.
fn is_overlong(path: &[u8]) -> bool {
    path.array_windows().any(|bytes| {
        matches!(
            bytes,
            [0xc0 | 0xc1, _] | [0xe0, 0x80..=0x9f] | [0xf0, 0x80..=0x8f]
        )
    })
}

/// Returns the place of a percent sign that begins no escape.
fn invalid_escape(text: &str) -> Option<usize> {
    let is_hex = |hex: &[u8]| hex.iter().all(u8::is_ascii_hexdigit);
    let begins_escape = |at: usize| text.as_bytes().get(at + 1..at + 3).is_some_and(is_hex);
    let mut signs = text.match_indices('%');
    signs.find_map(|(at, _)| (!begins_escape(at)).then_some(at))
}

/// Returns whether the policy grants the method on the path.
pub(super) fn is_granted(grant: &HttpGrant, method: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let below = |prefix: &String| {
        path.strip_prefix(prefix.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/'))
    };
    let is_forbidden = FORBIDDEN_METHODS.contains(&method);
    let has_method = grant.methods.iter().any(|granted| granted == method);
    let has_path = grant.paths.iter().any(below);
    !is_forbidden && has_method && has_path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Connection;

    #[test]
    fn paths() {
        for path in [
            "/",
            "/a",
            "/a/b?x=../y",
            "/a%20b",
            "/a?u=http://x/",
            "/a..b/...",
            "/%C3%A9",
            "/a%2Fb",
            "/a//b",
            "/100%25",
        ] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for path in [
            "",
            "a",
            "//evil",
            "/..",
            "/a/../b",
            "/a/./b",
            "/a/%2e%2e/b",
            "/a/%2E./b",
            "/a/.%2e",
            "/a%2f..%2fb",
            "/a%2f%2e%2e",
            "/%252e%252e/b",
            "/%25252e./b",
            "/a\\b",
            "/a%5cb",
            "/a#b",
            "/a b",
            "/a\nb",
            "/a%0ab",
            "/a%00",
            "/é",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a/..;x/b",
            "/a/..?x",
            "/a/..%3fx",
            "/a/..%23x",
            "/a/..%253fx",
            "/a/%2e%2e%3bx",
            "/a/%2e",
            "/%252525252e",
            "/%2525252541",
            "/%c0%ae%c0%ae/x",
            "/%c1%9c",
            "/%e0%80%ae",
            "/%f0%80%80%ae",
        ] {
            assert!(check_path(path).is_err(), "{path}");
        }
        assert!(check_path(&format!("/{}", "a".repeat(MAX_PATH))).is_err());
    }

    #[test]
    fn the_rule_that_a_path_breaks_is_named() {
        for (path, rule) in [
            ("a", "must start with exactly one `/`"),
            (
                "/a?q=a b",
                "has the character ` ` (U+0020) at byte 6, which must be percent-encoded",
            ),
            (
                "/ü",
                "has the character `ü` (U+00FC) at byte 1, which must be percent-encoded",
            ),
            (
                "/a\n",
                "has the character `\\u{a}` (U+000A) at byte 2, which no path can contain",
            ),
            (
                "/a%zz",
                "has a `%` at byte 2 without two hexadecimal digits after it; a percent sign is `%25`",
            ),
            (
                "/a/%2e./b",
                "has a segment `.` or `..` (also as `%2e`), which is not allowed",
            ),
        ] {
            assert_eq!(check_path(path), Err(rule.to_owned()), "{path}");
        }
    }

    #[test]
    fn prefixes_end_where_segments_end() {
        let connection = Connection::new("c", "http://127.0.0.1").unwrap();
        let grant = connection.allow(["GET", "POST", "TRACE", "CONNECT"], ["/a", "/b/"]);
        for (method, path, granted) in [
            ("GET", "/a", true),
            ("POST", "/a/x", true),
            ("GET", "/a?x", true),
            ("GET", "/ab", false),
            ("GET", "/", false),
            ("GET", "/b", false),
            ("GET", "/b/x", true),
            ("GET", "/A", false),
            ("GET", "/%61", false),
            ("PUT", "/a", false),
            ("get", "/a", false),
            ("TRACE", "/a", false),
            ("CONNECT", "/a", false),
        ] {
            assert_eq!(is_granted(&grant, method, path), granted, "{method} {path}");
        }
    }
}
