//! `docs/design/0005-attacks.md` says what is so. `BLESS=1` rewrites its list of adversaries.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use guesthouse::Limits;
use guesthouse_hostile::Source;
use guesthouse_hostile::corpus;
use guesthouse_hostile::page::{self, PAGE};

#[test]
fn every_row_is_proved_and_every_adversary_has_a_row() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let rows = page::rows(&page);
    assert!(rows.len() >= 50, "only {} rows", rows.len());
    let mistakes = page::mistakes(&rows, &corpus::read(&Source::ALL).unwrap());
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn the_list_of_adversaries_is_fresh() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let fresh = page::refreshed(&page, &corpus::read(&Source::ALL).unwrap()).unwrap();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PAGE, &fresh).unwrap();
    }
    let page = std::fs::read_to_string(PAGE).unwrap();
    assert!(
        page == fresh,
        "the list is stale: run this test with BLESS=1"
    );
}

#[test]
fn every_limit_is_met_by_an_adversary() {
    let corpus = corpus::read(&Source::ALL).unwrap();
    // The sender of an event exceeds these, not the guest; tests of `guesthouse` do.
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
