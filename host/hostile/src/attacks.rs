//! The attack table, `host/hostile/attacks.toml`: for each attack that a guest may try, the control
//! that stops it and the tests that prove the control. The page `docs/design/0005-attacks.md` shows
//! it.

use crate::corpus::Adversary;
use crate::mutants::Mutant;
use crate::source::Source;
use crate::test_name::TestName;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The file of the table, relative to the repository.
const TABLE: &str = "host/hostile/attacks.toml";

/// One row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The name that adversaries and mutants give.
    pub name: String,
    /// The attack of the guest.
    pub attack: String,
    /// The control that stops the attack.
    pub control: String,
    /// Tests that prove the control, in addition to the adversaries.
    #[serde(default)]
    pub tests: Vec<TestName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// Reads the table of the repository at `root`.
///
/// # Errors
/// When the file cannot be read or has a mistake.
pub fn read(root: &Path) -> anyhow::Result<Vec<Row>> {
    let text = std::fs::read_to_string(root.join(TABLE))?;
    let table: Table = toml::from_str(&text)?;
    Ok(table.row)
}

/// Returns a message for each adversary that names an unknown row, each row without a test or
/// adversary, and each test that does not exist.
#[must_use]
pub fn mistakes(root: &Path, rows: &[Row], corpus: &[Adversary]) -> Vec<String> {
    let mut found = Vec::new();
    let known: BTreeSet<_> = rows.iter().map(|row| row.name.as_str()).collect();
    for adversary in corpus {
        if !known.contains(adversary.row.as_str()) {
            found.push(format!(
                "{adversary} names the row `{}`, which does not exist",
                adversary.row
            ));
        }
    }
    for row in rows {
        let has_adversary = corpus.iter().any(|adversary| adversary.row == row.name);
        if !has_adversary && row.tests.is_empty() {
            found.push(format!(
                "the row `{}` names no test and has no adversary",
                row.name
            ));
        }
        let missing = row.tests.iter().filter(|test| test.file(root).is_none());
        found.extend(missing.map(|test| format!("`{}`: `{test}` does not exist", row.name)));
    }
    found
}

/// Returns the table as Markdown.
#[must_use]
pub fn table(rows: &[Row], mutants: &[Mutant]) -> String {
    let mut table =
        String::from("| row | attack | control | tests | mutants |\n|---|---|---|---|---|\n");
    for row in rows {
        let tests: Vec<_> = row.tests.iter().map(|test| format!("`{test}`")).collect();
        let of_row = mutants.iter().filter(|mutant| mutant.row == row.name);
        let mutants: Vec<_> = of_row.map(|mutant| format!("`{}`", mutant.name)).collect();
        let cells = [
            format!("`{}`", row.name),
            row.attack.clone(),
            row.control.clone(),
            tests.join("<br>"),
            mutants.join(" "),
        ];
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| {} |", cells.join(" | "));
    }
    table
}

/// Returns the adversaries of each row as Markdown.
#[must_use]
pub fn adversaries(rows: &[Row], corpus: &[Adversary]) -> String {
    let mut by_row: BTreeMap<&str, BTreeMap<Source, Vec<&str>>> = BTreeMap::new();
    for adversary in corpus {
        let of_row = by_row.entry(&adversary.row).or_default();
        of_row
            .entry(adversary.source)
            .or_default()
            .push(&adversary.stem);
    }
    let mut list = String::from("| row | adversaries |\n|---|---|\n");
    for row in rows {
        let Some(sources) = by_row.get(row.name.as_str()) else {
            continue;
        };
        let sources: Vec<_> = sources
            .iter()
            .map(|(source, stems)| format!("{}: {}", source.name(), stems.join(", ")))
            .collect();
        let _ = writeln!(list, "| `{}` | {} |", row.name, sources.join(" · "));
    }
    list
}
