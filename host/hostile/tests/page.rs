//! The attack table is complete, and `docs/design/0005-attacks.md` shows it. `BLESS=1` rewrites the
//! page.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use guesthouse::Limits;
use guesthouse_hostile::{Source, attacks, corpus, mutants};
use guesthouse_sandbox::Limit;
use guesthouse_testing::{bless, repository};

const PAGE: &str = "docs/design/0005-attacks.md";

#[test]
fn every_row_is_proved_and_every_adversary_has_a_row() {
    let rows = attacks::read(&repository()).unwrap();
    assert!(rows.len() >= 50, "only {} rows", rows.len());
    let corpus = corpus::read(&Source::ALL).unwrap();
    let mistakes = attacks::mistakes(&repository(), &rows, &corpus);
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn every_mutant_matches_the_source() {
    let mistakes = mutants::mistakes().unwrap();
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn every_limit_has_a_mutant() {
    let mistakes = mutants::unproved_limits().unwrap();
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn the_page_shows_the_table_and_the_adversaries() {
    let rows = attacks::read(&repository()).unwrap();
    let table = attacks::table(&rows, &mutants::read().unwrap());
    bless::compare_section(PAGE, "attacks", &table);
    let list = attacks::adversaries(&rows, &corpus::read(&Source::ALL).unwrap());
    bless::compare_section(PAGE, "adversaries", &list);
}

/// Components in text attack a domain that the macro `domain!` makes, plugins attack the domain of
/// `guesthouse:automation`. So this and the run of the corpus prove the same limits for both.
#[test]
fn every_limit_of_the_sandbox_is_met_in_a_domain_of_the_macro() {
    let corpus = corpus::read(&[Source::Wat]).unwrap();
    let limits = Limit::ALL
        .iter()
        .map(|limit| format!("limit {}", limit.code()));
    for ends in limits.chain(["timeout".to_owned()]) {
        assert!(
            corpus.iter().any(|adversary| adversary.ends == ends),
            "no component in text ends as `{ends}`"
        );
    }
}

#[test]
fn every_limit_is_met_by_an_adversary() {
    let corpus = corpus::read(&Source::ALL).unwrap();
    // The sender of an event exceeds these limits, not the guest, so tests of `guesthouse` cover
    // them.
    let of_senders = ["event-bytes", "hops"];
    let codes = Limits::rows().filter_map(|limit| limit.code);
    for code in codes.filter(|code| !of_senders.contains(code)) {
        let ends = format!("limit {code}");
        assert!(
            corpus.iter().any(|adversary| adversary.ends == ends),
            "no adversary ends as `{ends}`"
        );
    }
}
