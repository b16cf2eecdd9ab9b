//! `docs/reference/limits.md` says what the table of the limits says. `BLESS=1` rewrites it.

use guesthouse_sandbox::{CompileLimits, Limits, price};
use std::fmt::Write;

const PATH: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/reference/limits.md"
);

#[test]
fn the_reference_of_the_limits_is_fresh() {
    let expected = page();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, &expected).unwrap();
    }
    let actual = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        actual == expected,
        "docs/reference/limits.md is stale: run this test with BLESS=1"
    );
}

fn page() -> String {
    let mut page = String::from(
        "# Limits\n\n\
         Every limit is on by default. The policy sets them per plugin under `limits`. What a guest \
         goes beyond ends its run as class `limit` with the code given here, where there is one.\n\n\
         ## Running\n\
         | limit | default | code | what is counted |\n\
         |---|---|---|---|\n",
    );
    for row in Limits::TABLE {
        let code = row
            .ends_as
            .map_or(String::new(), |code| format!("`{code}`"));
        let meaning = row
            .meaning
            .trim()
            .replace("[`crate::price`]", "*Prices* below");
        writeln!(
            page,
            "| `{}` | {} | {code} | {meaning} |",
            row.name,
            number(row.default)
        )
        .unwrap();
    }
    write!(
        page,
        "\n## Prices\n\
         The host's work for a guest is paid in fuel: {} for each call, and one for each {} bytes \
         that are copied across the border.\n\n\
         ## Compiling\n\
         A component is compiled in a process of its own.\n\n\
         | limit | default | what is counted |\n\
         |---|---|---|\n",
        number(price::CALL),
        price::BYTES_PER_FUEL
    )
    .unwrap();
    let limits = CompileLimits::default();
    let rows = [
        (
            "component_bytes",
            limits.component_bytes,
            "Bytes of the component.",
        ),
        (
            "memory",
            limits.memory,
            "Bytes of address space of the process.",
        ),
        (
            "cpu_seconds",
            limits.cpu_seconds,
            "Seconds of CPU, summed over its threads.",
        ),
        ("wall_ms", limits.wall_ms, "Milliseconds of real time."),
    ];
    for (name, default, meaning) in rows {
        writeln!(page, "| `{name}` | {} | {meaning} |", number(default)).unwrap();
    }
    page
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
