//! The page of a report in a real browser.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use guesthouse_conformance::details::{CaseDescription, StepDescription};
use guesthouse_conformance::report::Report;
use guesthouse_conformance::result::{Cell, Matrix, Observation, Status};
use guesthouse_testing::skip::skip;

/// A text that a hostile guest might put in every place that it controls.
fn hostile(place: &str) -> String {
    format!("the {place} </script><script>owned=1</script><img src=x onerror=owned=1><!--\u{2028}")
}

fn hostile_cell() -> Cell {
    Cell {
        testee: "<b>guest</b>".to_owned(),
        case: "abi/hostile/known".to_owned(),
        status: Status::KnownFailure {
            message: hostile("message"),
            reason: hostile("reason"),
            reproduction: Some("shown.md".to_owned()),
        },
        took: Duration::from_millis(1234),
        observations: vec![Observation {
            actual: hostile("actual"),
            log: vec![hostile("log")],
            trace: Some(hostile("trace")),
        }],
    }
}

fn hostile_description() -> CaseDescription {
    CaseDescription {
        case: "abi/hostile/known".to_owned(),
        about: Some(hostile("about")),
        given: hostile("given"),
        steps: vec![StepDescription {
            input: hostile("input"),
            expected: hostile("expected"),
        }],
    }
}

/// Returns a host with a thousand cases in ten files, on three testees.
fn matrix(host: &str) -> Matrix {
    let mut matrix = Matrix::new(host, 1);
    for testee in ["c", "go", "rust"] {
        matrix.cells.extend((0..1000).map(|at| Cell {
            testee: testee.to_owned(),
            case: format!("abi/file-{}/case-{}", at / 100, at % 100),
            status: Status::Passed,
            took: Duration::from_millis(1),
            observations: Vec::new(),
        }));
    }
    matrix
}

fn write(folder: &Path) {
    let mut hosts = [matrix("in-process"), matrix("command")];
    hosts[0].cells.push(hostile_cell());
    hosts[0].gaps.push(hostile("gap"));
    let shown = ("shown.md".to_owned(), "the reproduction <b>".to_owned());
    let report = Report {
        hosts: &hosts,
        cases: vec![hostile_description()],
        reproductions: BTreeMap::from([shown]),
    };
    report.write(folder).unwrap();
}

#[test]
fn the_page_works_in_a_browser() {
    for tool in ["node", "chromium"] {
        if Command::new(tool).arg("--version").output().is_err() {
            let why = format!("`{tool}` is not on the PATH");
            return skip("the page in a browser", &why);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let ran = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/page/check.mjs"))
        .arg(folder.path().join("report.html"))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{stderr}");
}
