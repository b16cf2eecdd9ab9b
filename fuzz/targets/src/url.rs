//! The rules for requests: base addresses, request paths, headers, and classes of addresses. A
//! second, independent implementation checks each result.

use guesthouse::fuzzing::{Sent, reaches, request};
use guesthouse::{AddressRange, Connection, HttpGrant, Secret};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use url::{Host, Url};

const CREDENTIAL: &str = "Bearer of-the-operator";

/// Takes an address as bytes (`4` or `6`, the allowed ranges, the address), or a request as lines: base address, path prefixes, method, path, headers.
pub fn run(data: &[u8]) {
    match data {
        [b'4', ranges, a, b, c, d] => address(Ipv4Addr::new(*a, *b, *c, *d).into(), *ranges),
        [b'6', ranges, rest @ ..] => {
            if let Ok(octets) = <[u8; 16]>::try_from(rest) {
                address(Ipv6Addr::from(octets).into(), *ranges);
            }
        }
        _ => {
            if let Ok(text) = std::str::from_utf8(data) {
                lines(text);
            }
        }
    }
}

fn address(address: IpAddr, ranges: u8) {
    use AddressRange::{LinkLocal, Loopback, Private};
    let allowed: Vec<AddressRange> = [Loopback, Private, LinkLocal]
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| ranges >> bit & 1 == 1)
        .map(|(_, range)| range)
        .collect();
    let expected = match class(address) {
        Class::Public => true,
        Class::Known(range) => allowed.contains(&range),
        Class::Never => false,
    };
    assert_eq!(
        reaches(address, &allowed),
        expected,
        "{address} with {allowed:?}"
    );
}

enum Class {
    Public,
    Known(AddressRange),
    Never,
}

/// Addresses of metadata services, and the registries of special addresses. The first match counts.
const V4: &[(&str, u32, Option<AddressRange>)] = &[
    ("100.100.100.200", 32, Some(AddressRange::LinkLocal)),
    ("168.63.129.16", 32, Some(AddressRange::LinkLocal)),
    ("127.0.0.0", 8, Some(AddressRange::Loopback)),
    ("10.0.0.0", 8, Some(AddressRange::Private)),
    ("172.16.0.0", 12, Some(AddressRange::Private)),
    ("192.168.0.0", 16, Some(AddressRange::Private)),
    ("100.64.0.0", 10, Some(AddressRange::Private)),
    ("169.254.0.0", 16, Some(AddressRange::LinkLocal)),
    ("0.0.0.0", 8, None),
    ("192.0.0.0", 24, None),
    ("192.0.2.0", 24, None),
    ("192.88.99.0", 24, None),
    ("198.18.0.0", 15, None),
    ("198.51.100.0", 24, None),
    ("203.0.113.0", 24, None),
    ("224.0.0.0", 4, None),
    ("240.0.0.0", 4, None),
];
const V6: &[(&str, u32, Option<AddressRange>)] = &[
    ("fd00:ec2::", 32, Some(AddressRange::LinkLocal)),
    ("fd00:42::42", 128, Some(AddressRange::LinkLocal)),
    ("fd20:ce::254", 128, Some(AddressRange::LinkLocal)),
    ("::1", 128, Some(AddressRange::Loopback)),
    ("fc00::", 7, Some(AddressRange::Private)),
    ("fe80::", 10, Some(AddressRange::LinkLocal)),
    ("2001::", 23, None),
    ("2001:db8::", 32, None),
    ("3fff::", 20, None),
];

fn class(address: IpAddr) -> Class {
    match address {
        IpAddr::V4(address) => class_v4(address),
        IpAddr::V6(address) => class_v6(u128::from(address)),
    }
}

fn class_v4(address: Ipv4Addr) -> Class {
    let number = u32::from(address);
    let found = V4.iter().find(|(start, bits, _)| {
        let start = u32::from(start.parse::<Ipv4Addr>().unwrap());
        (number ^ start) >> (32 - bits) == 0
    });
    found.map_or(Class::Public, |(_, _, range)| {
        range.map_or(Class::Never, Class::Known)
    })
}

fn class_v6(number: u128) -> Class {
    let inside = |start: &str, bits: u32| {
        let start = u128::from(start.parse::<Ipv6Addr>().unwrap());
        (number ^ start) >> (128 - bits) == 0
    };
    let v4 = |shift: u32| class_v4(Ipv4Addr::from((number >> shift) as u32));
    if inside("::ffff:0:0", 96) {
        return v4(0);
    }
    // A gateway would connect to the address inside these, whatever the operator allows.
    for (start, bits, shift) in [("64:ff9b::", 96, 0), ("2002::", 16, 80)] {
        if inside(start, bits) {
            return match v4(shift) {
                Class::Public => Class::Public,
                _ => Class::Never,
            };
        }
    }
    let found = V6.iter().find(|(start, bits, _)| inside(start, *bits));
    match found {
        Some((_, _, range)) => range.map_or(Class::Never, Class::Known),
        None if inside("2000::", 3) => Class::Public,
        None => Class::Never,
    }
}

fn lines(text: &str) {
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let [base, prefixes, method, path] = [next(), next(), next(), next()];
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap_or((line, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let Ok(mut connection) = Connection::new("up", base) else {
        return;
    };
    // Reading the root certificates for each input would take most of the time.
    let url = Url::parse(connection.url()).unwrap();
    if url.scheme() != "http" {
        assert_eq!(url.scheme(), "https");
        return;
    }
    base_address(&url);
    let credential = Secret::Value(CREDENTIAL.to_owned());
    connection
        .headers
        .insert("authorization".to_owned(), credential);
    let grant = HttpGrant {
        connection: Arc::new(connection),
        methods: vec!["GET".to_owned(), "POST".to_owned()],
        paths: prefixes
            .split(' ')
            .filter(|path| path.starts_with('/'))
            .map(str::to_owned)
            .collect(),
    };
    if let Some(sent) = request(grant.clone(), method, path, &headers) {
        assert!(matches!(method, "GET" | "POST"), "{method} was not granted");
        target(&grant, path, &sent.target);
        head(&url, &sent);
    }
}

fn base_address(url: &Url) {
    assert!(
        url.username().is_empty() && url.password().is_none(),
        "{url}"
    );
    assert!(url.query().is_none() && url.fragment().is_none(), "{url}");
    assert!(
        url.host_str().is_some_and(|host| !host.is_empty()),
        "{url} has no host"
    );
    if let Some(Host::Ipv4(ip)) = url.host() {
        address(ip.into(), 0);
    }
}

/// Checks that all readers agree on an allowed path, and that it stays under a granted prefix.
fn target(grant: &HttpGrant, path: &str, target: &str) {
    let url = Url::parse(grant.connection.url()).unwrap();
    let base = url.path().trim_end_matches('/');
    assert_eq!(target, format!("{base}{path}"), "the path was changed");
    let whole = Url::parse(&format!("http://upstream.example{target}")).unwrap();
    assert_eq!(
        whole.host_str(),
        Some("upstream.example"),
        "{target} leads elsewhere"
    );
    let seen = match whole.query() {
        Some(query) => format!("{}?{query}", whole.path()),
        None => whole.path().to_owned(),
    };
    // This reader writes only this character of a query differently. The meaning is the same.
    let target = target.replace('\'', "%27");
    let seen = seen.replace('\'', "%27");
    // An empty segment in the base path comes from the operator.
    assert!(
        base.contains("//") || seen == target,
        "{target} is read as {seen}"
    );
    let only_path = path.split('?').next().unwrap();
    let segments: Vec<&str> = only_path.split('/').collect();
    let granted = grant.paths.iter().any(|prefix| {
        let prefix: Vec<&str> = prefix
            .strip_suffix('/')
            .unwrap_or(prefix)
            .split('/')
            .collect();
        segments.starts_with(&prefix)
    });
    assert!(granted, "{path} is under none of {:?}", grant.paths);
    resolves_to_itself(only_path);
}

/// Checks every decoding of a path, with every separator that a server may use.
fn resolves_to_itself(path: &str) {
    let mut text = path.as_bytes().to_vec();
    for _ in 0..16 {
        assert!(
            !text.iter().any(u8::is_ascii_control),
            "{path} holds a control character"
        );
        for segment in text.split(|byte| b"/\\".contains(byte)) {
            let name = segment.split(|byte| b";?#".contains(byte)).next().unwrap();
            assert!(
                name != b"." && name != b"..",
                "{path} leads out of its folder"
            );
        }
        text = decoded(&text);
    }
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits = text
            .get(at + 1..at + 3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (text[at], byte) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Checks the headers by which the host says where a request goes, who sends it and where it ends.
fn head(url: &Url, sent: &Sent) {
    let all = |wanted: &str| -> Vec<&[u8]> {
        let found = sent
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_slice()).collect()
    };
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    assert_eq!(all("host"), [host.as_bytes()]);
    assert_eq!(all("authorization"), [CREDENTIAL.as_bytes()]);
    assert_eq!(all("idempotency-key").len(), 1);
    for owned in [
        "transfer-encoding",
        "connection",
        "upgrade",
        "te",
        "trailer",
        "expect",
        "cookie",
        "keep-alive",
        "via",
        "forwarded",
        "proxy-authorization",
        "proxy-connection",
        "x-forwarded-for",
        "x_forwarded_for",
        "x-original-url",
        "x-http-method-override",
    ] {
        assert!(all(owned).is_empty(), "the guest set `{owned}`");
    }
    assert!(all("content-length").iter().all(|length| *length == b"0"));
    for (name, value) in &sent.headers {
        assert!(
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && byte != b':')
        );
        assert!(
            !value
                .iter()
                .any(|byte| byte.is_ascii_control() && *byte != b'\t'),
            "{name}: {value:?}"
        );
    }
}
