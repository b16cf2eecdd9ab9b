//! Checks requests: the form of method and path, and the grants of the policy.

use crate::policy::{FORBIDDEN_METHODS, HttpGrant};
use percent_encoding::percent_decode;

/// The longest path with query, in bytes.
const MAX_PATH: usize = 8 << 10;
/// Layers of percent-encoding in a path. Honest paths have at most two.
const MAX_DECODINGS: usize = 4;

/// Returns whether the text is a valid method: capital letters only.
pub(super) fn is_method(method: &str) -> bool {
    (1..=32).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_uppercase())
}

/// Returns whether the host may append path and query to a base address unchanged.
pub(super) fn is_path(text: &str) -> bool {
    let path = text.split('?').next().unwrap_or_default();
    let is_plain = |b: u8| b.is_ascii_graphic() && !b"\\#\"<>^`{|}".contains(&b);
    let starts_with_one_slash = text.starts_with('/') && !text.starts_with("//");
    starts_with_one_slash
        && text.len() <= MAX_PATH
        && text.bytes().all(is_plain)
        && is_percent_encoded(text)
        && stays_below(path)
}

/// Returns whether no way of decoding the path leads out of its folder. Services decode once or twice,
/// and a guest could hide `..` below the granted prefix.
fn stays_below(path: &str) -> bool {
    let mut path = path.as_bytes().to_vec();
    for _ in 0..MAX_DECODINGS {
        let odd = path.iter().any(|b| b.is_ascii_control() || *b == b'\\') || is_overlong(&path);
        // Some servers strip parameters after a semicolon before they resolve dots. Some decode the
        // path and then parse it again; an encoded `?` or `#` then starts a query or a fragment.
        let is_dots = |segment: &[u8]| {
            let name = segment
                .split(|b| b";?#".contains(b))
                .next()
                .unwrap_or_default();
            matches!(name, b"." | b"..")
        };
        if odd || path.split(|b| *b == b'/').any(is_dots) {
            return false;
        }
        let decoded: Vec<u8> = percent_decode(&path).collect();
        if decoded == path {
            return true;
        }
        path = decoded;
    }
    false
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

fn is_percent_encoded(text: &str) -> bool {
    let mut parts = text.split('%');
    parts.next();
    parts.all(|part| {
        part.as_bytes()
            .get(..2)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    })
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
            assert!(is_path(path), "{path}");
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
            assert!(!is_path(path), "{path}");
        }
        assert!(!is_path(&format!("/{}", "a".repeat(MAX_PATH))));
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
