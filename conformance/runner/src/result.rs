//! The results of events, of cases and of hosts. Suites write them, and reports read them.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

/// The result of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventResult {
    /// The outcome, as `guesthouse run --outcomes` writes it.
    pub outcome: Value,
    /// The output events, as CloudEvents JSON.
    pub outputs: Vec<Value>,
    /// The log lines: level and text.
    pub log: Vec<String>,
}

impl EventResult {
    /// Returns a text of the outcome: its `class`, `code`, `message` or `trace`.
    pub fn field(&self, key: &str) -> Option<&str> {
        self.outcome.get(key)?.as_str()
    }

    /// Returns the data of each output, as text.
    pub fn output_texts(&self) -> Vec<String> {
        self.outputs.iter().map(data_text).collect()
    }
}

fn data_text(output: &Value) -> String {
    match output.get("data") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// The observed result of one step of a case, as text for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// The result of the step.
    pub actual: String,
    /// The log lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// The guest's stack when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// The result of one case.
#[derive(Debug)]
pub struct CaseResult {
    /// The first difference from what the case expects, if there is one.
    pub difference: Option<String>,
    /// The observations, one for each step.
    pub observations: Vec<Observation>,
}

/// The status of a case, in view of the known failures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Status {
    /// The case passed.
    Passed,
    /// The case failed.
    Failed {
        /// The difference.
        message: String,
    },
    /// The case failed in the way that an expectation describes.
    KnownFailure {
        /// The difference.
        message: String,
        /// The cause.
        reason: String,
        /// The file beside the expectations that shows the failure without this runner.
        #[serde(skip_serializing_if = "Option::is_none")]
        reproduction: Option<String>,
    },
    /// The case passed although an expectation says that it fails. Counts as failed.
    UnexpectedPass {
        /// The cause that the expectation names.
        reason: String,
    },
}

impl Status {
    /// Whether the run fails because of this status.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::UnexpectedPass { .. })
    }
}

/// One case on one testee.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The testee.
    pub testee: String,
    /// The case's path, without the testee.
    pub case: String,
    /// Its status.
    pub status: Status,
    /// Its run time.
    pub took: Duration,
    /// The observations, one for each step.
    pub observations: Vec<Observation>,
}

/// Numbers of cases by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// All cases.
    pub cases: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those that failed or passed unexpectedly.
    pub failed: usize,
    /// Known failures.
    pub known: usize,
}

impl Totals {
    /// Counts one more.
    pub fn add(&mut self, status: &Status) {
        self.cases += 1;
        match status {
            Status::Passed => self.passed += 1,
            Status::KnownFailure { .. } => self.known += 1,
            Status::Failed { .. } | Status::UnexpectedPass { .. } => self.failed += 1,
        }
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            cases,
            passed,
            failed,
            known,
        } = self;
        write!(
            f,
            "{cases} cases: {passed} passed, {failed} failed, {known} known failures"
        )
    }
}

/// A testee, or the host itself, with the reason why it was skipped or corrected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// The name of the testee or the host.
    pub testee: String,
    /// The reason.
    pub why: String,
}

/// The results of a run on one host.
#[derive(Debug)]
pub struct Matrix {
    /// The seed of generated values.
    pub seed: u64,
    /// The host's name.
    pub host: String,
    /// One for each case that was run on a testee.
    pub cells: Vec<Cell>,
    /// Testees that were not run.
    pub skipped: Vec<Note>,
    /// Testees whose generated bindings were changed.
    pub corrected: Vec<Note>,
    /// Faults of the suite itself: parts that no case reaches, expectations that match no case.
    pub gaps: Vec<String>,
}

impl Matrix {
    /// Returns a matrix without cells.
    pub fn new(host: &str, seed: u64) -> Self {
        Self {
            seed,
            host: host.to_owned(),
            cells: Vec::new(),
            skipped: Vec::new(),
            corrected: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Notes that a testee, or the host itself, was not run. The same note twice counts once.
    pub fn skip(&mut self, testee: &str, why: &str) {
        let note = Note {
            testee: testee.to_owned(),
            why: why.to_owned(),
        };
        if !self.skipped.contains(&note) {
            self.skipped.push(note);
        }
    }

    /// Adds the results of another suite on the same host.
    pub fn append(&mut self, other: Self) {
        self.cells.extend(other.cells);
        self.corrected.extend(other.corrected);
        self.gaps.extend(other.gaps);
        for note in &other.skipped {
            self.skip(&note.testee, &note.why);
        }
    }

    /// Counts all cells.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.cells.iter().for_each(|cell| totals.add(&cell.status));
        totals
    }

    /// Returns true if no case failed and the suite has no gap.
    pub fn holds(&self) -> bool {
        self.gaps.is_empty() && self.totals().failed == 0
    }
}

/// Returns the cells of all hosts, each with the name of its host.
pub fn cells(hosts: &[Matrix]) -> impl Iterator<Item = (&str, &Cell)> {
    hosts.iter().flat_map(|matrix| {
        let cells = matrix.cells.iter();
        cells.map(|cell| (matrix.host.as_str(), cell))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_two_suites_share_counts_once() {
        let mut one = Matrix::new("host", 1);
        one.skip("go", "go is needed");
        let mut other = Matrix::new("host", 1);
        other.skip("go", "go is needed");
        other.skip("c", "zig is needed");
        one.append(other);
        let names: Vec<_> = one
            .skipped
            .iter()
            .map(|note| note.testee.as_str())
            .collect();
        assert_eq!(names, ["go", "c"]);
    }
}
