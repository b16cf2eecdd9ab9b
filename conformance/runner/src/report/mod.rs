//! The results of a run as text, JSON, JUnit XML, Markdown and HTML.

#[cfg(test)]
mod fixture;
mod junit;
mod page;
mod slowest;
mod summary;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::details::CaseDescription;
use crate::result::{Cell, Matrix, Status, Totals, cells};
use crate::suite::all_cases;

pub use slowest::slowest;
pub use table::terminal;

/// The results of a run on all its hosts.
#[derive(Debug)]
pub struct Report<'a> {
    /// The hosts.
    pub hosts: &'a [Matrix],
    /// The cases that were run.
    pub cases: Vec<CaseDescription>,
    /// The texts of the files that known failures name.
    pub reproductions: BTreeMap<String, String>,
}

impl<'a> Report<'a> {
    /// Collects the descriptions of the cases and the reproductions that the cells of `hosts` name.
    /// `root` is the folder `conformance/`.
    ///
    /// # Errors
    /// When a file of cases or a reproduction cannot be read.
    pub fn new(root: &Path, hosts: &'a [Matrix]) -> anyhow::Result<Self> {
        let ran: BTreeSet<_> = cells(hosts).map(|(_, cell)| cell.case.as_str()).collect();
        let mut cases: Vec<_> = all_cases(root)?.iter().map(CaseDescription::of).collect();
        cases.retain(|description| ran.contains(description.case.as_str()));
        let mut reproductions = BTreeMap::new();
        for name in cells(hosts).filter_map(|(_, cell)| reproduction(&cell.status)) {
            let path = root.join("expectations").join(name);
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            reproductions.insert(name.to_owned(), text);
        }
        Ok(Self {
            hosts,
            cases,
            reproductions,
        })
    }

    /// Counts the cells of all hosts.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        cells(self.hosts).for_each(|(_, cell)| totals.add(&cell.status));
        totals
    }

    /// Writes `report.json`, `junit.xml`, `report.md` and `report.html` into a folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder)?;
        let json = self.json();
        let text = serde_json::to_string_pretty(&json)?;
        fs::write(folder.join("report.json"), text + "\n")?;
        fs::write(folder.join("report.html"), page::write(&json))?;
        fs::write(folder.join("junit.xml"), junit::write(self.hosts)?)?;
        fs::write(folder.join("report.md"), table::markdown(self.hosts))?;
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "seed": self.hosts.first().map(|host| host.seed),
            "totals": totals(self.totals()),
            "hosts": self.hosts.iter().map(host).collect::<Vec<_>>(),
            "cases": self.cases,
            "reproductions": self.reproductions,
            "cells": cells(self.hosts).map(|(host, it)| cell(host, it)).collect::<Vec<_>>(),
        })
    }
}

fn reproduction(status: &Status) -> Option<&str> {
    match status {
        Status::KnownFailure { reproduction, .. } => reproduction.as_deref(),
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
    json!({
        "host": matrix.host,
        "totals": totals(matrix.totals()),
        "gaps": matrix.gaps,
        "skipped": matrix.skipped,
        "corrected": matrix.corrected,
    })
}

fn cell(host: &str, cell: &Cell) -> Value {
    let mut value = json!({
        "testee": cell.testee,
        "host": host,
        "case": cell.case,
        "ms": u64::try_from(cell.took.as_millis()).unwrap_or(u64::MAX),
        "observations": cell.observations,
    });
    if let (Value::Object(fields), Ok(Value::Object(status))) =
        (&mut value, serde_json::to_value(&cell.status))
    {
        fields.extend(status);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_every_cell_and_its_case() {
        let hosts = [fixture::matrix()];
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let json = Report::new(&root, &hosts).unwrap().json();
        assert_eq!(json["totals"]["known-failures"], 1);
        assert_eq!(json["cases"].as_array().unwrap().len(), 2);
        assert_eq!(json["cells"][0]["status"], "known-failure");
        assert_eq!(json["cells"][0]["reason"], "doubles");
        assert_eq!(json["cells"][2]["host"], "in-process");
        assert_eq!(json["cells"][2]["ms"], 1500);
    }
}
