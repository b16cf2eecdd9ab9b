//! The matrix as a table: a row for each file of cases, a column for each testee.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::result::{Cell, Matrix, Note, Status, Totals};

/// Writes the matrix for a terminal: the table, the failures with their causes, and the totals.
pub fn terminal(matrix: &Matrix) -> String {
    let rows = rows(matrix);
    let widths = widths(&rows);
    let mut text = String::new();
    for row in &rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text.push('\n');
    for note in notes(matrix, str::to_owned) {
        text.push_str(&note);
        text.push('\n');
    }
    let _ = writeln!(text, "seed {}", matrix.seed);
    let _ = writeln!(text, "{}", matrix.totals());
    text
}

/// Writes a table for each host as Markdown.
pub(super) fn markdown(hosts: &[Matrix]) -> String {
    let hosts: String = hosts.iter().map(host).collect();
    format!("# Conformance\n{hosts}")
}

fn host(matrix: &Matrix) -> String {
    let mut text = format!("\n## On the host `{}`\n\n", matrix.host);
    for (at, row) in rows(matrix).iter().enumerate() {
        let _ = writeln!(text, "| {} |", row.join(" | "));
        if at == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(row.len()));
        }
    }
    text.push('\n');
    for note in notes(matrix, code) {
        let _ = writeln!(text, "- {note}");
    }
    let _ = writeln!(text, "\nSeed {}. {}.", matrix.seed, matrix.totals());
    text
}

/// Writes a text, which may come from a guest, as a code span of one line, so that it is not
/// Markdown.
fn code(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    let longest = line.split(|it| it != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0) + 1);
    let pad = if line.contains('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

fn rows(matrix: &Matrix) -> Vec<Vec<String>> {
    let cells = matrix.cells.iter();
    let testees: BTreeSet<_> = cells.map(|cell| cell.testee.as_str()).collect();
    let mut files: BTreeMap<&str, BTreeMap<&str, Totals>> = BTreeMap::new();
    for cell in &matrix.cells {
        let file = cell.case.rsplit_once('/').map_or("", |(file, _)| file);
        let totals = files
            .entry(file)
            .or_default()
            .entry(&cell.testee)
            .or_default();
        totals.add(&cell.status);
    }
    let names = testees.iter().map(|testee| (*testee).to_owned());
    let mut rows = vec![["cases".to_owned()].into_iter().chain(names).collect()];
    for (file, counts) in files {
        let shown = testees
            .iter()
            .map(|testee| counts.get(testee).map_or(String::new(), count));
        rows.push([file.to_owned()].into_iter().chain(shown).collect());
    }
    rows
}

/// Returns `9 passed`, and after it the known and the other failures.
fn count(totals: &Totals) -> String {
    let mut text = format!("{} passed", totals.passed);
    if totals.known > 0 {
        let _ = write!(text, ", {} known", totals.known);
    }
    if totals.failed > 0 {
        let _ = write!(text, ", {} FAILED", totals.failed);
    }
    text
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(String::len)
            .max()
    };
    (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect()
}

/// Returns the notes below the table. `quote` wraps texts that are not from this runner.
fn notes(matrix: &Matrix, quote: fn(&str) -> String) -> Vec<String> {
    let mut notes = Vec::new();
    for Note { testee, why } in &matrix.skipped {
        notes.push(format!("SKIPPED {testee}: {}", quote(why)));
    }
    for Note { testee, why } in &matrix.corrected {
        notes.push(format!("corrected bindings {testee}: {why}"));
    }
    notes.extend(matrix.gaps.iter().map(|gap| format!("GAP {}", quote(gap))));
    notes.extend(matrix.cells.iter().filter_map(|cell| note(cell, quote)));
    notes
}

fn note(cell: &Cell, quote: fn(&str) -> String) -> Option<String> {
    let path = format!("{}/{}", cell.testee, cell.case);
    match &cell.status {
        Status::Passed => None,
        Status::Failed { message } => Some(format!("FAILED {path}: {}", quote(message))),
        Status::KnownFailure {
            message, reason, ..
        } => Some(format!("known {path}: {}. {reason}", quote(message))),
        Status::UnexpectedPass { reason } => Some(format!(
            "UNEXPECTED PASS {path}: it is known to fail: {reason}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_shows_the_table_the_reasons_and_the_totals() {
        let expected = r#"cases         js                  rust
abi/integers  0 passed, 1 known   1 passed
abi/text      0 passed, 1 FAILED  1 passed

SKIPPED go: go is needed
known js/abi/integers/u64: sent 1 < 2. doubles
FAILED js/abi/text/char: a "quote"
seed 1
4 cases: 2 passed, 1 failed, 1 known failures
"#;
        assert_eq!(terminal(&crate::report::fixture::matrix()), expected);
    }

    #[test]
    fn a_text_of_a_guest_is_not_markdown() {
        assert_eq!(code("a\n<b>"), "`a <b>`");
        assert_eq!(code("`a``"), "``` `a`` ```");
    }

    #[test]
    fn markdown_is_a_table() {
        let text = markdown(&[crate::report::fixture::matrix()]);
        assert!(
            text.contains("| cases | js | rust |\n|---|---|---|\n"),
            "{text}"
        );
    }
}
