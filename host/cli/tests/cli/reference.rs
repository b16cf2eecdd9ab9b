//! Generated pages are fresh and complete.

use crate::workdir::new_workdir;
use guesthouse_testing::bless::compare;
use guesthouse_testing::repository;

#[test]
fn the_reference_is_fresh() {
    let ran = new_workdir().run(&["generate", "reference"], b"").exited(0);
    let page = repository().join("docs/reference/cli.md");
    compare(&page, &ran.stdout);
}

#[test]
fn every_verb_has_a_man_page() {
    let workdir = new_workdir();
    workdir.run(&["generate", "man", "man"], b"").exited(0);
    for verb in [
        "", "-new", "-build", "-check", "-run", "-call", "-test", "-compare", "-doctor",
    ] {
        let page = workdir.read(&format!("man/guesthouse{verb}.1"));
        assert!(page.contains(".SH NAME"), "{verb}");
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = new_workdir()
            .run(&["generate", "completions", shell], b"")
            .exited(0);
        assert!(ran.stdout.contains("guesthouse"), "{shell}");
    }
}
