//! Checks where requests go: addresses in every notation, names that resolve differently the second
//! time, and lookups that never end.

use crate::http::{connection, echo, granted};
use crate::support::{PROBE, SANDBOX, ask};
use guesthouse::{AddressRange, Connection, Host, Plugin, Policy, Resolver};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

async fn resolving(resolver: impl Resolver, policy: Policy) -> Plugin {
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .resolver(resolver)
        .build()
        .unwrap();
    host.load("p", PROBE.as_slice(), policy).await.unwrap()
}

fn addresses(text: &str) -> Vec<IpAddr> {
    text.split_whitespace()
        .map(|ip| ip.parse().unwrap())
        .collect()
}

struct Row {
    url: String,
    found: &'static str,
    verdict: &'static str,
}

/// `tests/urls.txt`, for a server on this port.
fn rows(port: u16) -> Vec<Row> {
    let lines = include_str!("../urls.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows = lines.map(|line| {
        let [url, found, verdict] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        Row {
            url: url.trim().replace("PORT", &port.to_string()),
            found: found.trim(),
            verdict: verdict.trim(),
        }
    });
    rows.collect()
}

#[tokio::test]
async fn forbidden_addresses_are_refused_in_every_spelling() {
    let server = echo();
    let rows = rows(server.address.port());
    assert!(rows.len() > 90, "only {} rows", rows.len());
    let mut policy = Policy::default();
    let mut script = String::new();
    let mut expected = Vec::new();
    let mut names = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let made = Connection::new(format!("c{n}"), &row.url);
        if row.verdict == "invalid" {
            let error = made.err().unwrap_or_else(|| panic!("{} is valid", row.url));
            assert!(!error.to_string().contains("user:pass"), "{error}");
            continue;
        }
        let connection = made.unwrap_or_else(|error| panic!("{}: {error}", row.url));
        if row.found != "-" {
            let url = url::Url::parse(connection.url()).unwrap();
            names.push((url.host_str().unwrap().to_owned(), row.found));
        }
        policy = policy.grant_connection(format!("c{n}"), connection.allow(["GET"], ["/a"]));
        script.push_str(&format!("send c{n} GET /a\n"));
        expected.push(format!("{} {}", row.url, row.verdict));
    }
    let resolver = move |name: String| {
        let found = names
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, found)| addresses(found));
        async move { found.ok_or(std::io::ErrorKind::NotFound.into()) }
    };
    let said = ask(&resolving(resolver, policy).await, &script).await;
    let tested = rows.iter().filter(|row| row.verdict != "invalid");
    let verdicts = tested.zip(said.lines()).map(|(row, line)| {
        let verdict = line.trim_start_matches("Error::").to_lowercase();
        format!("{} {verdict}", row.url)
    });
    assert_eq!(verdicts.collect::<Vec<_>>(), expected);
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn the_host_connects_only_to_checked_addresses() {
    let server = echo();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let resolver = move |_| {
        let flips = ["127.0.0.1", "10.0.0.1"];
        let found = flips[counted.fetch_add(1, Ordering::SeqCst) % 2];
        async move { Ok(addresses(found)) }
    };
    let url = format!("http://rebind.example:{}", server.address.port());
    let plugin = resolving(resolver, granted(connection(&url))).await;
    let said = ask(&plugin, "send c GET /a\nsend c GET /a").await;
    assert_eq!(said, "200\ncontent-length: 5\nhello\nError::Refused");
    assert_eq!(
        calls.load(Ordering::SeqCst),
        2,
        "one lookup for each request"
    );
    assert!(server.asked()[0].contains("\r\nhost: rebind.example:"));
}

#[tokio::test]
async fn one_forbidden_address_refuses_the_name() {
    let server = echo();
    let resolver = |_| async { Ok(addresses("127.0.0.1 10.0.0.1")) };
    let url = format!("http://both.example:{}", server.address.port());
    let mut connection = connection(&url);
    let refused = resolving(resolver, granted(connection.clone())).await;
    assert_eq!(ask(&refused, "send c GET /a").await, "Error::Refused");
    connection.addresses.push(AddressRange::Private);
    let allowed = resolving(resolver, granted(connection)).await;
    assert!(ask(&allowed, "send c GET /a").await.starts_with("200"));
}

#[tokio::test]
async fn lookups_that_never_end_are_bounded_per_connection() {
    let server = echo();
    let under_way = Arc::new(AtomicUsize::new(0));
    let counted = under_way.clone();
    let resolver = move |name: String| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            if name == "hangs.example" {
                std::future::pending::<()>().await;
            }
            Ok(addresses("127.0.0.1"))
        }
    };
    let port = server.address.port();
    let slow = connection(&format!("http://hangs.example:{port}"));
    let quick = connection(&format!("http://quick.example:{port}"));
    let policy = granted(slow).grant_connection("d", quick.allow(["GET"], ["/a"]));
    let plugin = resolving(resolver, policy).await;
    let script = "send c GET /a timeout=20\n".repeat(12);
    let said = ask(&plugin, &script).await;
    assert_eq!(said, ["Error::Timeout"; 12].join("\n"));
    assert_eq!(under_way.load(Ordering::SeqCst), 4);
    assert!(ask(&plugin, "send d GET /a").await.starts_with("200"));
}
