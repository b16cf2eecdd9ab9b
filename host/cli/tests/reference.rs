//! What is generated from the definitions is fresh and complete.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that panics is a test that fails, and what it prints is for who runs it"
)]

mod house;

use house::{House, compare, repository};

#[test]
fn the_reference_is_what_the_definitions_say() {
    let ran = House::new().run(&["generate", "reference"], b"").exited(0);
    compare(&repository().join("docs/reference/cli.md"), &ran.stdout);
}

#[test]
fn every_verb_has_a_man_page() {
    let house = House::new();
    house.run(&["generate", "man", "man"], b"").exited(0);
    for verb in [
        "", "-new", "-build", "-check", "-run", "-compare", "-doctor",
    ] {
        let page = house.read(&format!("man/guesthouse{verb}.1"));
        assert!(page.contains(".SH NAME"), "{verb}");
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = House::new()
            .run(&["generate", "completions", shell], b"")
            .exited(0);
        assert!(ran.stdout.contains("guesthouse"), "{shell}");
    }
}
