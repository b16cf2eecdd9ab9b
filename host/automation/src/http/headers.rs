//! Filters the headers between guest and service, in both directions.

use super::Denied;
use crate::bindings::types::Attribute;
use crate::bindings::{self, http::Error};
use crate::redact::Redactor;
use hyper::header::{CONNECTION, HeaderMap, HeaderName, HeaderValue};
use std::collections::BTreeSet;

const MAX_HEADERS: usize = 100;
const MAX_BYTES: usize = 32 << 10;

/// Request headers that only the host sets. With them a guest could choose the target, forge the sender
/// or change the framing.
const HOST_OWNED: [&str; 24] = [
    "authorization",
    "cf-connecting-ip",
    "client-ip",
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
    "true-client-ip",
    "upgrade",
    "via",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-forwarded",
    "x-host",
    "x-real-ip",
];
const HOST_OWNED_PREFIXES: [&str; 2] = ["proxy-", "x-forwarded-"];

/// Request headers that make some services use another method or path than the granted one.
const OVERRIDES: [&str; 4] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-rewrite-url",
];
const OVERRIDE_PREFIX: &str = "x-original-";

/// Response headers that set credentials or belong to the connection.
const STRIPPED_RESPONSE_HEADERS: [&str; 11] = [
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

/// Returns the headers that a guest may send. Drops the headers of the host and of the connection
/// silently.
pub(super) fn from_guest(headers: &[Attribute], owned: &HeaderMap) -> Result<HeaderMap, Denied> {
    let bytes = bindings::size(headers);
    if headers.len() > MAX_HEADERS || bytes > MAX_BYTES {
        return Err(Denied::new(
            Error::TooLarge,
            "the request has too many headers",
        ));
    }
    let invalid = || Denied::new(Error::InvalidRequest, "the request has an invalid header");
    let owned: BTreeSet<String> = owned.keys().map(|name| plain(name.as_str())).collect();
    let mut map = HeaderMap::with_capacity(headers.len());
    for header in headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| invalid())?;
        let value = HeaderValue::from_str(&header.value).map_err(|_| invalid())?;
        let plain = plain(name.as_str());
        if !is_host_owned(&plain) && !is_override(&plain) && !owned.contains(&plain) {
            map.append(name, value);
        }
    }
    Ok(map)
}

/// Many services treat `x_tenant` like `x-tenant`, some even `x.tenant`. A guest could set a header of
/// the host in such a spelling.
fn plain(name: &str) -> String {
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

fn is_host_owned(name: &str) -> bool {
    let has_prefix = |prefix: &&str| name.starts_with(prefix);
    HOST_OWNED.contains(&name) || HOST_OWNED_PREFIXES.iter().any(has_prefix)
}

fn is_override(name: &str) -> bool {
    OVERRIDES.contains(&name) || name.starts_with(OVERRIDE_PREFIX)
}

/// Returns the headers that a guest may see, sorted by name. Drops headers that repeat a credential,
/// and headers that the service lists in `connection`.
pub(super) fn to_guest(headers: &HeaderMap, secrets: &Redactor) -> Vec<Attribute> {
    let listed = listed(headers);
    let is_visible = |name: &str, value: &[u8]| {
        let is_kept_back = STRIPPED_RESPONSE_HEADERS.contains(&name) || name.starts_with("proxy-");
        let has_secret = secrets.finds(value) || secrets.finds(name.as_bytes());
        !is_kept_back && !listed.contains(name) && !has_secret
    };
    let mut visible: Vec<Attribute> = headers
        .iter()
        .filter(|(name, value)| is_visible(name.as_str(), value.as_bytes()))
        .map(|(name, value)| Attribute {
            name: name.as_str().to_owned(),
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
        })
        .collect();
    visible.sort_by(|a, b| a.name.cmp(&b.name));
    visible
}

/// Returns the names that `connection` lists. Those headers are for the next hop, which is the host
/// itself.
fn listed(headers: &HeaderMap) -> BTreeSet<String> {
    let values = headers.get_all(CONNECTION).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
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

    fn sent(headers: &[Attribute]) -> Result<HeaderMap, String> {
        let owned = HeaderMap::from_iter([(
            HeaderName::from_static("x-tenant"),
            HeaderValue::from_static("1"),
        )]);
        from_guest(headers, &owned).map_err(|denied| denied.reason)
    }

    #[test]
    fn the_hosts_headers_are_dropped() {
        let variants = [
            "Authorization",
            "Proxy-X",
            "x-forwarded-for",
            "X_Forwarded_For",
            "content_length",
            "Idempotency_Key",
            "x_http_method_override",
            "X-Original-URL",
            "x-original-uri",
            "X-Tenant",
            "x_tenant",
            "x.tenant",
            "content.length",
        ];
        let names = HOST_OWNED.iter().chain(&OVERRIDES).chain(&variants);
        for name in names {
            assert!(sent(&[attribute(name, "x")]).unwrap().is_empty(), "{name}");
        }
        let kept = sent(&[attribute("Accept", "a"), attribute("accept", "b")]).unwrap();
        assert_eq!(kept.get_all("accept").iter().count(), 2);
    }

    #[test]
    fn invalid_headers_are_refused() {
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
                sent(&[attribute(name, value)]),
                Err("the request has an invalid header".to_owned()),
                "{name} {value}"
            );
        }
        let many = vec![attribute("a", "b"); MAX_HEADERS + 1];
        assert_eq!(
            sent(&many),
            Err("the request has too many headers".to_owned())
        );
        let long = "x".repeat(MAX_BYTES);
        assert_eq!(
            sent(&[attribute("a", &long)]),
            Err("the request has too many headers".to_owned())
        );
    }

    #[test]
    fn credentials_are_removed_from_responses() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-b", "2"),
            ("set-cookie", "s"),
            ("www-authenticate", "w"),
            ("x-a", "1"),
            ("x-echo", "Bearer s3cret-token"),
            ("x-b", "1"),
            ("proxy-status", "p"),
            ("connection", "close, X-Hop"),
            ("x-hop", "h"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        let redactor = Redactor::new(["s3cret-token".to_owned()]);
        let seen: Vec<_> = to_guest(&headers, &redactor)
            .into_iter()
            .map(|header| format!("{}={}", header.name, header.value))
            .collect();
        assert_eq!(seen, ["x-a=1", "x-b=2", "x-b=1"]);
    }
}
