//! Pages that tables of the code are written into. `BLESS=1` rewrites them.

use guesthouse::{ConnectionLimits, LimitRow, Limits, PRICES, Unit};
use std::fmt::Write;

pub(crate) fn check(page: &str, expected: &str) {
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

/// Checks the part of a page between `<!-- NAME -->` and `<!-- end -->`.
fn check_part(page: &str, name: &str, expected: &str) {
    let path = format!("{}/../../{page}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(&format!("<!-- {name} -->\n")).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    check(
        page,
        &format!("{before}<!-- {name} -->\n{expected}<!-- end -->{after}"),
    );
}

#[test]
fn the_reference_of_the_prices_is_fresh() {
    let mut page = String::from(
        "# Prices\n\n\
         A plugin pays in fuel for the work of the host. These prices are in addition to those of the \
         sandbox in [limits.md](limits.md#prices). A price depends only on the request and the \
         result, never on time, so the same event costs the same on every machine.\n\n\
         | price | fuel | work |\n|---|---|---|\n",
    );
    for price in PRICES {
        let name = price.name.to_lowercase().replace('_', "-");
        let fuel = number(price.fuel);
        writeln!(page, "| `{name}` | {fuel} | {} |", price.meaning).unwrap();
    }
    check("docs/reference/prices.md", &page);
}

#[test]
fn the_limits_of_the_policy_reference_are_those_of_the_code() {
    let page = "docs/reference/policy.md";
    check_part(page, "limits", &policy_table(Limits::rows()));
    check_part(
        page,
        "connection-limits",
        &policy_table(ConnectionLimits::rows()),
    );
}

fn policy_table(rows: impl Iterator<Item = LimitRow>) -> String {
    let mut table = String::from("| key | default | code | limit |\n|---|---|---|---|\n");
    for row in rows {
        let default = match row.unit {
            Unit::Bytes => format!("`\"{}\"`", size(row.default)),
            Unit::Milliseconds => format!("`\"{}s\"`", row.default / 1_000),
            _ => number(row.default),
        };
        let code = row.code.map(|code| format!("`{code}`")).unwrap_or_default();
        let meaning = meaning(row.meaning);
        writeln!(table, "| `{}` | {default} | {code} | {meaning} |", row.key).unwrap();
    }
    table
}

/// Links the pages that a comment of the code names.
fn meaning(text: &str) -> String {
    text.replace("[`crate::price`]", "[prices](limits.md#prices)")
}

fn size(bytes: u64) -> String {
    let units = [(1 << 20, "MiB"), (1 << 10, "KiB")];
    let (factor, unit) = units
        .into_iter()
        .find(|(factor, _)| bytes % factor == 0)
        .unwrap();
    format!("{}{unit}", bytes / factor)
}

#[test]
fn the_limits_of_the_security_page_are_those_of_the_code() {
    let mut table = String::from("| limit of one event | default | |\n|---|---|---|\n");
    for row in Limits::rows().chain(ConnectionLimits::rows()) {
        let default = match row.unit {
            Unit::Milliseconds => format!("{} ms", number(row.default)),
            _ => number(row.default),
        };
        let meaning = row.meaning.split(". ").next().unwrap_or_default();
        let meaning = meaning.replace("[`crate::price`]", "*Prices*");
        let meaning = meaning.trim_end_matches('.');
        writeln!(table, "| `{}` | {default} | {meaning} |", row.key).unwrap();
    }
    check_part("SECURITY.md", "limits", &table);
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
