//! Checks the pages that contain tables generated from the code. `BLESS=1` rewrites them.

use guesthouse::{ConnectionLimits, Limits, PRICES, PolicyLimit, Unit};
use guesthouse_testing::bless::{compare_page, compare_section, grouped};
use std::fmt::Write;

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
        let fuel = grouped(price.fuel);
        writeln!(page, "| `{name}` | {fuel} | {} |", price.meaning).unwrap();
    }
    compare_page("docs/reference/prices.md", &page);
}

#[test]
fn the_limits_of_the_policy_reference_are_those_of_the_code() {
    let page = "docs/reference/policy.md";
    compare_section(page, "limits", &policy_table(Limits::rows()));
    compare_section(
        page,
        "connection-limits",
        &policy_table(ConnectionLimits::rows()),
    );
}

fn policy_table(rows: impl Iterator<Item = PolicyLimit>) -> String {
    let mut table = String::from("| key | default | code | limit |\n|---|---|---|---|\n");
    for row in rows {
        let default = default(&row);
        let code = row.code.map(|code| format!("`{code}`")).unwrap_or_default();
        let meaning = meaning(&row, "limits.md");
        writeln!(table, "| `{}` | {default} | {code} | {meaning} |", row.key).unwrap();
    }
    table
}

/// Returns the default of a limit as a policy writes it.
fn default(row: &PolicyLimit) -> String {
    match row.unit {
        Unit::Bytes => format!("`\"{}\"`", size(row.default)),
        Unit::Milliseconds => format!("`\"{}s\"`", row.default / 1_000),
        _ => grouped(row.default),
    }
}

/// Returns the meaning of a limit for a page from which `limits` is the path to the page of limits.
/// The default has its unit, so the meaning needs none.
fn meaning(row: &PolicyLimit, limits: &str) -> String {
    row.meaning
        .replace("(crate::price)", &format!("({limits}#prices)"))
        .replace("Milliseconds of real time", "Real time")
}

fn size(bytes: u64) -> String {
    let units = [(1 << 20, "MiB"), (1 << 10, "KiB")];
    let (factor, unit) = units
        .into_iter()
        .find(|(factor, _)| bytes.is_multiple_of(*factor))
        .unwrap();
    format!("{}{unit}", bytes / factor)
}

#[test]
fn the_limits_of_the_security_page_are_those_of_the_code() {
    let mut table = String::from("| limit | default | what is counted |\n|---|---|---|\n");
    for row in Limits::rows().chain(ConnectionLimits::rows()) {
        let default = default(&row);
        let text = meaning(&row, "docs/reference/limits.md");
        let first = text.split(". ").next().unwrap_or_default();
        let meaning = first.trim_end_matches('.');
        writeln!(table, "| `{}` | {default} | {meaning} |", row.key).unwrap();
    }
    compare_section("SECURITY.md", "limits", &table);
}
