//! Filters the headers between guest and service, in both directions.

use super::Denied;
use super::rules::character;
use crate::bindings::types::Attribute;
use crate::bindings::{self, http::Error};
use crate::redact::Redactor;
use guesthouse_sandbox::clean;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
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
/// silently, and with a list of `allowed` headers all others, too.
pub(super) fn from_guest(
    headers: &[Attribute],
    owned: &HeaderMap,
    allowed: Option<&[String]>,
) -> Result<HeaderMap, Denied> {
    let bytes = bindings::size(headers);
    if headers.len() > MAX_HEADERS || bytes > MAX_BYTES {
        return Err(Denied::new(
            Error::TooLarge,
            "the request has too many headers",
        ));
    }
    let is_allowed = |name: &str| allowed.is_none_or(|all| all.iter().any(|one| one == name));
    let owned: BTreeSet<String> = owned.keys().map(|name| plain(name.as_str())).collect();
    let mut map = HeaderMap::with_capacity(headers.len());
    for header in headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        let name = name.map_err(|_| invalid_name(&header.name))?;
        let value = HeaderValue::from_str(&header.value).map_err(|_| invalid_value(header))?;
        let plain = plain(name.as_str());
        let is_reserved = is_host_owned(&plain) || is_override(&plain) || owned.contains(&plain);
        if !is_reserved && is_allowed(name.as_str()) {
            map.append(name, value);
        }
    }
    Ok(map)
}

fn invalid_name(name: &str) -> Denied {
    let odd = |c: &char| !c.is_ascii_alphanumeric() && !"!#$%&'*+-.^_`|~".contains(*c);
    let why = match name.chars().find(odd) {
        Some(odd) => format!("has {}", character(odd)),
        None => "is empty or too long".to_owned(),
    };
    let name = clean(name, 100, false);
    let reason = format!("the name of the header `{name}` {why}");
    Denied::new(Error::InvalidRequest, reason)
}

/// The reason does not quote the value, which may be a secret of the guest.
fn invalid_value(header: &Attribute) -> Denied {
    let odd = |c: &char| c.is_ascii_control() && *c != '\t';
    let what = match header.value.chars().find(odd) {
        Some(odd) => character(odd),
        None => "an invalid character".to_owned(),
    };
    let name = clean(&header.name, 100, false);
    let reason = format!("the value of the header `{name}` has {what}");
    Denied::new(Error::InvalidRequest, reason)
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
    // The body has the length of its chunks. A length beside them is wrong, or belongs to another response.
    let is_chunked = headers.contains_key(TRANSFER_ENCODING);
    let is_visible = |name: &str, value: &[u8]| {
        let is_kept_back = STRIPPED_RESPONSE_HEADERS.contains(&name) || name.starts_with("proxy-");
        let has_secret = secrets.finds(value) || secrets.finds(name.as_bytes());
        let is_overridden = is_chunked && name == CONTENT_LENGTH.as_str();
        !is_kept_back && !listed.contains(name) && !has_secret && !is_overridden
    };
    let mut visible: Vec<Attribute> = headers
        .iter()
        .filter(|(name, value)| is_visible(name.as_str(), value.as_bytes()))
        .map(|(name, value)| Attribute {
            name: name.as_str().to_owned(),
            value: text(value.as_bytes()),
        })
        .collect();
    visible.sort_by(|a, b| a.name.cmp(&b.name));
    visible
}

/// Returns a value as text. HTTP gives bytes above 127 no meaning; older services write ISO-8859-1.
fn text(value: &[u8]) -> String {
    match str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
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
        from_guest(headers, &owned, None).map_err(|denied| denied.reason)
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
        for (name, value, reason) in [
            (
                "a b",
                "x",
                "name of the header `a b` has the character ` ` (U+0020)",
            ),
            ("", "x", "name of the header `` is empty or too long"),
            (
                "a:",
                "x",
                "name of the header `a:` has the character `:` (U+003A)",
            ),
            (
                "é",
                "x",
                "name of the header `é` has the character `é` (U+00E9)",
            ),
            (
                "a",
                "x\r\ny: z",
                "value of the header `a` has the character `\\u{d}` (U+000D)",
            ),
            (
                "a",
                "x\0",
                "value of the header `a` has the character `\\u{0}` (U+0000)",
            ),
            (
                "a",
                "\u{7f}",
                "value of the header `a` has the character `\\u{7f}` (U+007F)",
            ),
        ] {
            let denied = sent(&[attribute(name, value)]).unwrap_err();
            assert_eq!(denied, format!("the {reason}"), "{name} {value}");
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
    fn a_list_of_headers_allows_no_others() {
        let given = ["Accept", "x-a", "authorization", "x_b"].map(|name| attribute(name, "1"));
        let allowed = ["accept", "authorization", "x-b"].map(str::to_owned);
        let kept = from_guest(&given, &HeaderMap::new(), Some(&allowed)).unwrap();
        let kept: Vec<_> = kept.keys().map(HeaderName::as_str).collect();
        assert_eq!(kept, ["accept"]);
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

    fn seen(headers: &[(&'static str, &[u8])]) -> Vec<String> {
        let pair = |(name, value): &(&'static str, &[u8])| {
            let value = HeaderValue::from_bytes(value).unwrap();
            (HeaderName::from_static(name), value)
        };
        let headers = headers.iter().map(pair).collect();
        let seen = to_guest(&headers, &Redactor::new([])).into_iter();
        seen.map(|it| format!("{}={}", it.name, it.value)).collect()
    }

    #[test]
    fn no_byte_of_a_value_is_lost() {
        let values: [(_, &[u8]); 2] = [("x-a", b"Gr\xfc\xdfe"), ("x-b", "Grüße 👋".as_bytes())];
        assert_eq!(seen(&values), ["x-a=Grüße", "x-b=Grüße 👋"]);
    }

    #[test]
    fn a_length_beside_chunks_is_dropped() {
        let length = ("content-length", &b"3"[..]);
        assert_eq!(seen(&[length]), ["content-length=3"]);
        let chunked = ("transfer-encoding", &b"chunked"[..]);
        assert!(seen(&[length, chunked]).is_empty());
    }
}
