//! `docs/reference/domain.md` shows parts of the example.

const PAGE: &str = include_str!("../../../../docs/reference/domain.md");
const EXAMPLE: &str = include_str!("../../examples/pricing.rs");

#[test]
fn the_page_shows_code_that_compiles() {
    let parts = PAGE.split("```rust\n").skip(1);
    let parts: Vec<_> = parts
        .map(|part| part.split("```").next().unwrap())
        .collect();
    assert_eq!(parts.len(), 2);
    for part in parts {
        assert!(EXAMPLE.contains(part), "not in the example:\n{part}");
    }
}

#[test]
fn the_contract_takes_at_most_ten_lines() {
    let start = EXAMPLE.find("domain! {").unwrap();
    let contract = &EXAMPLE[start..EXAMPLE.find("#[tokio::main]").unwrap()];
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with("///");
    let count = contract.lines().filter(is_code).count();
    assert!(count <= 10, "{count}");
}
