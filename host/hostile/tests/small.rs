//! The small forms of what `just hostile`, `just soak` and `just bytes` do at length.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails, and the figures are for --nocapture"
)]

use std::process::Command;

fn runs(args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_guesthouse-hostile"))
        .args(args)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
    // Shown with --nocapture: what was measured, and who was skipped.
    println!("{out}\n{err}");
}

#[test]
fn every_attack_ends_as_it_must_and_harms_nobody() {
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
