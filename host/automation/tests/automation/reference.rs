//! Pages that tables of the code are written into. `BLESS=1` rewrites them.

use guesthouse::{Connection, LimitRow, Limits, PRICES, Policy};
use std::fmt::Write;

fn check(page: &str, expected: &str) {
    let path = format!("{}/../../{page}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let actual = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        actual == expected,
        "{page} is stale: run this test with BLESS=1"
    );
}

#[test]
fn the_reference_of_the_prices_is_fresh() {
    let mut page = String::from(
        "# Prices\n\n\
         What the host does for a plugin is paid out of the event's fuel. To the prices of \
         [limits.md](limits.md#prices), for each call and for bytes that cross the border, come \
         these. They depend on what was asked and on what was answered, never on how long it took: \
         the same event costs the same everywhere.\n\n\
         | work | fuel | |\n|---|---|---|\n",
    );
    for LimitRow {
        name,
        default,
        meaning,
        ..
    } in PRICES
    {
        let name = name.to_lowercase().replace('_', "-");
        writeln!(page, "| `{name}` | {} | {meaning} |", number(*default)).unwrap();
    }
    check("docs/reference/prices.md", &page);
}

#[test]
fn the_limits_of_the_security_page_are_those_of_the_code() {
    let path = format!("{}/../../SECURITY.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once("<!-- limits -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    check(
        "SECURITY.md",
        &format!("{before}<!-- limits -->\n{}<!-- end -->{after}", limits()),
    );
}

fn limits() -> String {
    let mut table = String::from("| of one event | default | |\n|---|---|---|\n");
    let Policy {
        quota,
        max_event,
        max_hops,
        ..
    } = Policy::default();
    let connection = Connection::new("c", "https://x.example").unwrap();
    let ms = u64::try_from(connection.timeout.as_millis()).unwrap();
    let mut row = |name: &str, number: String, meaning: &str| {
        writeln!(table, "| `{name}` | {number} | {meaning} |").unwrap();
    };
    for limit in Limits::TABLE {
        let meaning = limit.meaning.split(". ").next().unwrap_or_default();
        let meaning = meaning.replace("[`crate::price`]", "*Prices*");
        row(
            limit.name,
            number(limit.default),
            meaning.trim_end_matches('.'),
        );
    }
    row("event_bytes", number(max_event), "Bytes of the event");
    row(
        "hops",
        number(max_hops.into()),
        "Plugins that its ancestors came through",
    );
    row("store_bytes", number(quota.bytes), "Bytes of one store");
    row("store_keys", number(quota.keys), "Keys of one store");
    row(
        "value_bytes",
        number(quota.value_bytes),
        "Bytes of one value",
    );
    row(
        "timeout",
        number(ms),
        "Milliseconds for a complete answer of a connection",
    );
    row(
        "max_request",
        number(connection.max_request),
        "Bytes of a request's body",
    );
    row(
        "max_response",
        number(connection.max_response),
        "Bytes of an answer's body",
    );
    table
}

/// Groups digits by thousands.
fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
