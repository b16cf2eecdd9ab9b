//! The tables of mutants match the source, the attack table and the tests.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

#[test]
fn every_mutant_matches_the_source() {
    let mistakes = guesthouse_hostile::mutants::mistakes().unwrap();
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}
