//! Which headers cross the border, in either direction.

use crate::bindings::types::Attribute;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

const MAX_HEADERS: usize = 100;
const MAX_BYTES: usize = 32 << 10;

/// Request headers that belong to the host: where a request goes, who sends it, how it is framed.
const HOST_OWNED: [&str; 18] = [
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "expect",
    "forwarded",
    "host",
    "http2-settings",
    "idempotency-key",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-forwarded",
    "x-real-ip",
];
const HOST_OWNED_PREFIXES: [&str; 2] = ["proxy-", "x-forwarded-"];

/// Answer headers that set credentials or belong to the connection.
const KEPT_BACK: [&str; 11] = [
    "authentication-info",
    "connection",
    "keep-alive",
    "set-cookie",
    "set-cookie2",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
    "clear-site-data",
];

/// Why the headers of a request cannot be sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Invalid,
    TooLarge,
}

/// Returns the headers that a guest may send. Those of the host are left out without a word.
pub(super) fn from_guest(headers: &[Attribute]) -> Result<HeaderMap, Wrong> {
    let bytes: usize = headers
        .iter()
        .map(|header| header.name.len() + header.value.len())
        .sum();
    if headers.len() > MAX_HEADERS || bytes > MAX_BYTES {
        return Err(Wrong::TooLarge);
    }
    let mut map = HeaderMap::with_capacity(headers.len());
    for header in headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| Wrong::Invalid)?;
        let value = HeaderValue::from_str(&header.value).map_err(|_| Wrong::Invalid)?;
        if !is_host_owned(name.as_str()) {
            map.append(name, value);
        }
    }
    Ok(map)
}

fn is_host_owned(name: &str) -> bool {
    HOST_OWNED.contains(&name)
        || HOST_OWNED_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Returns the headers that a guest may see, sorted by name. One that repeats a credential is not
/// among them.
pub(super) fn to_guest(headers: &HeaderMap, secrets: &[String]) -> Vec<Attribute> {
    let is_visible = |name: &str, value: &str| {
        !KEPT_BACK.contains(&name)
            && !name.starts_with("proxy-")
            && !secrets.iter().any(|secret| value.contains(secret.as_str()))
    };
    let mut visible: Vec<Attribute> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .filter(|(name, value)| is_visible(name, value))
        .map(|(name, value)| Attribute {
            name: name.to_owned(),
            value: value.into_owned(),
        })
        .collect();
    visible.sort_by(|a, b| a.name.cmp(&b.name));
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, value: &str) -> Attribute {
        Attribute {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn the_hosts_headers_are_dropped() {
        for name in
            HOST_OWNED
                .iter()
                .copied()
                .chain(["Authorization", "Proxy-X", "x-forwarded-for"])
        {
            assert!(
                from_guest(&[attribute(name, "x")]).unwrap().is_empty(),
                "{name}"
            );
        }
        let kept = from_guest(&[attribute("Accept", "a"), attribute("accept", "b")]).unwrap();
        assert_eq!(kept.get_all("accept").iter().count(), 2);
    }

    #[test]
    fn nothing_is_smuggled_in() {
        for (name, value) in [
            ("a b", "x"),
            ("", "x"),
            ("a:", "x"),
            ("é", "x"),
            ("a", "x\r\ny: z"),
            ("a", "x\0"),
            ("a", "\u{7f}"),
        ] {
            assert_eq!(
                from_guest(&[attribute(name, value)]),
                Err(Wrong::Invalid),
                "{name} {value}"
            );
        }
        let many = vec![attribute("a", "b"); MAX_HEADERS + 1];
        assert_eq!(from_guest(&many), Err(Wrong::TooLarge));
        let long = "x".repeat(MAX_BYTES);
        assert_eq!(from_guest(&[attribute("a", &long)]), Err(Wrong::TooLarge));
    }

    #[test]
    fn credentials_do_not_come_back() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-b", "2"),
            ("set-cookie", "s"),
            ("www-authenticate", "w"),
            ("x-a", "1"),
            ("x-echo", "Bearer s3cret-token"),
            ("x-b", "1"),
            ("proxy-status", "p"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        let seen: Vec<_> = to_guest(&headers, &["s3cret-token".to_owned()])
            .into_iter()
            .map(|header| format!("{}={}", header.name, header.value))
            .collect();
        assert_eq!(seen, ["x-a=1", "x-b=2", "x-b=1"]);
    }
}
