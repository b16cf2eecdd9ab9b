//! Short runs of `just hostile`, `just soak` and `just bytes`.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails, and --nocapture shows the figures"
)]

use std::process::Command;

fn runs(args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_guesthouse-hostile"))
        .args(args)
        .output()
        .expect("the program starts");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
    // --nocapture shows the figures, and the languages that were skipped.
    println!("{out}\n{err}");
}

#[test]
fn every_attack_ends_as_its_file_says() {
    runs(&["run", "--small"]);
}

#[test]
fn attacks_leave_nothing_behind() {
    runs(&["soak", "--events", "2000", "--languages", "wat"]);
}

#[test]
fn any_bytes_are_refused_or_loaded() {
    runs(&["bytes", "--files", "300"]);
}
