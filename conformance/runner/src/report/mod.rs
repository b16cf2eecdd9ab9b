//! What a run found, for a terminal, for machines and for a page.

mod junit;
mod page;
mod summary;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::details::Question;
use crate::expectation::Verdict;
use crate::suite::{Cell, Matrix, Totals, all_cases};

pub use table::terminal;

/// What a run found on all its hosts.
#[derive(Debug)]
pub struct Report<'a> {
    /// The hosts.
    pub hosts: &'a [Matrix],
    /// What the cases that were run ask.
    pub questions: Vec<Question>,
    /// The texts of the files that known failures name.
    pub reproductions: BTreeMap<String, String>,
}

impl<'a> Report<'a> {
    /// Puts together what belongs to the cells of `hosts`. `root` is the folder `conformance/`.
    ///
    /// # Errors
    /// When a file of cases or a reproduction cannot be read.
    pub fn new(root: &Path, hosts: &'a [Matrix]) -> anyhow::Result<Self> {
        let ran: BTreeSet<_> = cells(hosts).map(|(_, cell)| cell.case.as_str()).collect();
        let mut questions: Vec<_> = all_cases(root)?.iter().map(Question::of).collect();
        questions.retain(|question| ran.contains(question.case.as_str()));
        let mut reproductions = BTreeMap::new();
        for name in cells(hosts).filter_map(|(_, cell)| reproduction(&cell.verdict)) {
            let path = root.join("expectations").join(name);
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            reproductions.insert(name.to_owned(), text);
        }
        Ok(Self {
            hosts,
            questions,
            reproductions,
        })
    }

    /// Counts the cells of all hosts.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        cells(self.hosts).for_each(|(_, cell)| totals.add(&cell.verdict));
        totals
    }

    /// Writes `report.json`, `junit.xml`, `report.md` and `report.html` into a folder.
    ///
    /// # Errors
    /// When that fails.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder)?;
        let json = self.json();
        let text = serde_json::to_string_pretty(&json)?;
        fs::write(folder.join("report.json"), text + "\n")?;
        fs::write(folder.join("report.html"), page::write(&json))?;
        fs::write(folder.join("junit.xml"), junit::write(self.hosts))?;
        fs::write(folder.join("report.md"), table::markdown(self.hosts))?;
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "seed": self.hosts.first().map(|host| host.seed),
            "totals": totals(self.totals()),
            "hosts": self.hosts.iter().map(host).collect::<Vec<_>>(),
            "cases": self.questions,
            "reproductions": self.reproductions,
            "cells": cells(self.hosts).map(|(host, it)| cell(host, it)).collect::<Vec<_>>(),
        })
    }
}

/// All cells, each with its host.
fn cells(hosts: &[Matrix]) -> impl Iterator<Item = (&str, &Cell)> {
    hosts.iter().flat_map(|matrix| {
        let cells = matrix.cells.iter();
        cells.map(|cell| (matrix.host.as_str(), cell))
    })
}

fn reproduction(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::KnownFailure { reproduction, .. } => reproduction.as_deref(),
        _ => None,
    }
}

fn totals(totals: Totals) -> Value {
    json!({
        "cases": totals.cases,
        "passed": totals.passed,
        "failed": totals.failed,
        "known-failures": totals.known,
    })
}

fn host(matrix: &Matrix) -> Value {
    let list = |pairs: &[(String, String)]| {
        let pairs = pairs
            .iter()
            .map(|(testee, why)| json!({"testee": testee, "why": why}));
        pairs.collect::<Vec<_>>()
    };
    json!({
        "host": matrix.host,
        "totals": totals(matrix.totals()),
        "gaps": matrix.gaps,
        "skipped": list(&matrix.skipped),
        "corrected": list(&matrix.corrected),
    })
}

fn cell(host: &str, cell: &Cell) -> Value {
    let mut value = json!({
        "testee": cell.testee,
        "host": host,
        "case": cell.case,
        "ms": u64::try_from(cell.took.as_millis()).unwrap_or(u64::MAX),
        "seen": cell.seen,
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
    use std::time::Duration;

    pub(super) fn matrix() -> Matrix {
        let cell = |testee: &str, case: &str, verdict| Cell {
            testee: testee.to_owned(),
            case: case.to_owned(),
            verdict,
            took: Duration::from_millis(1500),
            seen: Vec::new(),
        };
        let known = Verdict::KnownFailure {
            message: "sent 1 < 2".to_owned(),
            reason: "doubles".to_owned(),
            reproduction: None,
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
    fn json_tells_every_cell_and_what_it_asks() {
        let hosts = [matrix()];
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let json = Report::new(&root, &hosts).unwrap().json();
        assert_eq!(json["totals"]["known-failures"], 1);
        assert_eq!(json["cases"].as_array().unwrap().len(), 2);
        assert_eq!(json["cells"][0]["verdict"], "known-failure");
        assert_eq!(json["cells"][0]["reason"], "doubles");
        assert_eq!(json["cells"][2]["host"], "in-process");
        assert_eq!(json["cells"][2]["ms"], 1500);
    }
}
