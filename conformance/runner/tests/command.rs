//! The command that runs the suites.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse-conformance"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}

/// Runs some cases, some with generated values, and returns the report without times.
fn report(folder: &Path) -> Value {
    let ran = command()
        .args(["rust/abi/options", "rust/contract", "rust/evolution"])
        .arg("--report")
        .arg(folder)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{stderr}");
    without_times(folder)
}

fn without_times(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("report.json")).unwrap();
    let mut report: Value = serde_json::from_str(&text).unwrap();
    let cells = report["cells"].as_array_mut().unwrap();
    assert!(!cells.is_empty());
    for cell in cells {
        assert!(cell.as_object_mut().unwrap().remove("ms").is_some());
    }
    report
}

#[test]
fn two_runs_give_the_same_report_apart_from_times() {
    let folder = tempfile::tempdir().unwrap();
    let first = report(&folder.path().join("first"));
    let second = report(&folder.path().join("second"));
    assert_eq!(first, second);
}

#[test]
fn a_filter_that_matches_nothing_is_refused() {
    let ran = command()
        .args(["rust/abi", "rust/contracts"])
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&ran.stderr);
    let expected = "error: no case matches `rust/contracts`: a path is TESTEE/SUITE/FILE/CASE\n";
    assert_eq!(stderr, expected);
}
