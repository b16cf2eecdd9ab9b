//! What a run found, for a terminal, for machines and for a page.

mod junit;
mod table;

use std::path::Path;

use serde_json::{Value, json};

use crate::suite::{Cell, Matrix};

pub use table::{markdown, terminal};

/// Writes `report.json`, `junit.xml` and `report.md` into a folder.
///
/// # Errors
/// When that fails.
pub fn write(matrix: &Matrix, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let json = serde_json::to_string_pretty(&json(matrix))?;
    std::fs::write(folder.join("report.json"), json + "\n")?;
    std::fs::write(folder.join("junit.xml"), junit::write(matrix))?;
    std::fs::write(folder.join("report.md"), markdown(matrix))?;
    Ok(())
}

fn json(matrix: &Matrix) -> Value {
    let totals = matrix.totals();
    let list = |pairs: &[(String, String)]| {
        let pairs = pairs
            .iter()
            .map(|(testee, why)| json!({"testee": testee, "why": why}));
        pairs.collect::<Vec<_>>()
    };
    json!({
        "seed": matrix.seed,
        "host": matrix.host,
        "totals": {
            "cases": totals.cases,
            "passed": totals.passed,
            "failed": totals.failed,
            "known-failures": totals.known,
        },
        "gaps": matrix.gaps,
        "skipped": list(&matrix.skipped),
        "corrected": list(&matrix.corrected),
        "cells": matrix.cells.iter().map(cell).collect::<Vec<_>>(),
    })
}

fn cell(cell: &Cell) -> Value {
    let mut value = json!({
        "testee": cell.testee,
        "case": cell.case,
        "ms": u64::try_from(cell.took.as_millis()).unwrap_or(u64::MAX),
    });
    if let (Some(fields), Ok(Value::Object(verdict))) =
        (value.as_object_mut(), serde_json::to_value(&cell.verdict))
    {
        fields.extend(verdict);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::Verdict;
    use std::time::Duration;

    pub(super) fn matrix() -> Matrix {
        let cell = |testee: &str, case: &str, verdict| Cell {
            testee: testee.to_owned(),
            case: case.to_owned(),
            verdict,
            took: Duration::from_millis(1500),
        };
        let known = Verdict::KnownFailure {
            message: "sent 1 < 2".to_owned(),
            reason: "doubles".to_owned(),
        };
        let failed = Verdict::Failed {
            message: "a \"quote\"".to_owned(),
        };
        Matrix {
            seed: 1,
            host: "in-process".to_owned(),
            cells: vec![
                cell("js", "abi/integers/u64", known),
                cell("js", "abi/text/char", failed),
                cell("rust", "abi/integers/u64", Verdict::Passed),
                cell("rust", "abi/text/char", Verdict::Passed),
            ],
            skipped: vec![("go".to_owned(), "go is needed".to_owned())],
            corrected: Vec::new(),
            gaps: Vec::new(),
        }
    }

    #[test]
    fn json_tells_every_cell() {
        let json = json(&matrix());
        assert_eq!(json["totals"]["known-failures"], 1);
        assert_eq!(json["cells"][0]["verdict"], "known-failure");
        assert_eq!(json["cells"][0]["reason"], "doubles");
        assert_eq!(json["cells"][2]["ms"], 1500);
    }
}
