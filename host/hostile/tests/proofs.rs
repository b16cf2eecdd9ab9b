//! The pages that name tests name existing ones, and `docs/tests.md` has every promise in every
//! language.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use guesthouse_hostile::proofs::{Row, mistakes, rows};
use guesthouse_hostile::{Source, corpus};
use guesthouse_testing::repository;
use std::collections::BTreeSet;

const LANGUAGES: [&str; 4] = ["Rust", "JavaScript", "Python", "Go"];

fn page(name: &str) -> String {
    std::fs::read_to_string(repository().join(name)).unwrap()
}

fn read(name: &str) -> Vec<Row> {
    let rows = rows(&page(name));
    let corpus = corpus::read(&Source::ALL).unwrap();
    let mistakes = mistakes(&repository(), &rows, &corpus);
    assert!(mistakes.is_empty(), "{name}\n{}", mistakes.join("\n"));
    rows
}

#[test]
fn every_limitation_has_a_test() {
    let lines = page("docs/limitations.md");
    let lines = lines.lines().filter(|line| line.starts_with("| ")).count();
    // The head of the table is not a limitation.
    assert_eq!(read("docs/limitations.md").len(), lines - 1);
}

#[test]
fn every_promise_has_a_test_in_every_language() {
    let readme = page("README.md");
    let (_, promises) = readme.split_once("## Promises\n").unwrap();
    let is_promise = |line: &&str| line.starts_with(|c: char| c.is_ascii_digit());
    let promises = promises.lines().take_while(is_promise).count();
    assert!(promises >= 7, "only {promises} promises");
    let numbers = (1..=promises).map(|number| number.to_string());
    let wanted: BTreeSet<_> = numbers
        .flat_map(|number| LANGUAGES.map(|language| vec![number.clone(), language.to_owned()]))
        .collect();
    let tested: BTreeSet<_> = read("docs/tests.md")
        .into_iter()
        .map(|row| row.cells)
        .collect();
    let untested: Vec<_> = wanted.difference(&tested).collect();
    assert!(untested.is_empty(), "{untested:?}");
}
