//! The tables of mutants, `host/hostile/mutants/*.toml`, and the checks of each entry.

use crate::test_name::TestName;
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// The folder of the tables.
const TABLES: &str = "host/hostile/mutants";

/// A change to the source that takes one control away.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mutant {
    /// A unique name in kebab case.
    pub name: String,
    /// The guarantee of the product that the change breaks.
    pub rule: String,
    /// The row of the attack table that the control belongs to.
    pub row: String,
    /// The file that is changed, relative to the repository.
    pub file: String,
    /// The text to replace, which occurs exactly once in the file.
    pub find: String,
    /// The replacement.
    pub replace: String,
    /// Limits that the mutant removes. A row of a table is written as `CompileLimits::memory`. A
    /// constant of the crate is listed only if `find` does not contain its name or `file` does not
    /// define it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// The tests and adversaries of which at least one must fail.
    pub caught_by: Vec<TestName>,
    /// How the program of the tests ends, if the mutant leaves no test the chance to fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Ending>,
}

/// How a program ends that reports no failed test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// A signal ends it, as after a stack overflow.
    Crash,
    /// It does not end in time.
    Hang,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Crash => "crash",
            Self::Hang => "hang",
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    mutant: Vec<Mutant>,
}

/// Reads every table of the repository at `root`, in the order of file names.
pub(super) fn read(root: &Path) -> anyhow::Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for path in paths(root)? {
        let text = std::fs::read_to_string(&path)?;
        mutants.extend(parse(&text).with_context(|| path.display().to_string())?);
    }
    Ok(mutants)
}

/// Returns the files of the tables, in order.
pub(super) fn paths(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root.join(TABLES))? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Reads the mutants of a table.
pub(super) fn parse(text: &str) -> Result<Vec<Mutant>, toml::de::Error> {
    let table: Table = toml::from_str(text)?;
    Ok(table.mutant)
}

impl Mutant {
    /// Returns a key that is unique to this entry and changes with any edit of it.
    pub(super) fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns the folder of the crate that it changes.
    pub(super) fn crate_dir(&self, root: &Path) -> Option<PathBuf> {
        let path = root.join(&self.file);
        let mut dirs = path.ancestors();
        let dir = dirs.find(|dir| dir.join("Cargo.toml").is_file())?;
        Some(dir.to_owned())
    }

    /// Returns the text of the mutated file.
    pub(super) fn applied(&self, root: &Path) -> anyhow::Result<String> {
        let path = root.join(&self.file);
        let text = std::fs::read_to_string(&path).with_context(|| self.file.clone())?;
        let count = text.matches(&self.find).count();
        anyhow::ensure!(count == 1, "`find` occurs {count} times in {}", self.file);
        anyhow::ensure!(self.find != self.replace, "`replace` changes nothing");
        Ok(text.replacen(&self.find, &self.replace, 1))
    }

    fn mistakes(&self, root: &Path, rows: &BTreeSet<&str>) -> Vec<String> {
        let mut found = Vec::new();
        if let Err(error) = self.applied(root) {
            found.push(format!("{error:#}"));
        }
        if !rows.contains(self.row.as_str()) {
            found.push(format!("the attack table has no row `{}`", self.row));
        }
        if self.caught_by.is_empty() {
            found.push("`caught_by` is empty".to_owned());
        }
        let missing = self
            .caught_by
            .iter()
            .filter(|test| test.file(root).is_none());
        found.extend(missing.map(|test| format!("`{test}` does not exist")));
        found
    }
}

/// Returns every mistake in the tables: text that is not found, rows and tests that do not exist,
/// names that are used twice.
pub(super) fn mistakes(mutants: &[Mutant], root: &Path, rows: &BTreeSet<&str>) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    for mutant in mutants {
        if !names.insert(mutant.name.as_str()) {
            found.push(format!("{}: the name is used twice", mutant.name));
        }
        let mistakes = mutant.mistakes(root, rows);
        found.extend(
            mistakes
                .iter()
                .map(|mistake| format!("{}: {mistake}", mutant.name)),
        );
    }
    found
}
