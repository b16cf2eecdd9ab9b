//! The matrix as a table: a row for each file of cases, a column for each testee.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::expectation::Verdict;
use crate::suite::{Cell, Matrix, Totals};

/// Writes the matrix for a terminal: the table, what failed and why, and the totals.
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

/// Makes a text, which may come from a guest, mean nothing in Markdown: a code span, of one line.
fn code(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    let longest = line.split(|it| it != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0) + 1);
    let pad = if line.contains('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

fn rows(matrix: &Matrix) -> Vec<Vec<String>> {
    let testees: BTreeSet<_> = matrix
        .cells
        .iter()
        .map(|cell| cell.testee.as_str())
        .collect();
    let mut files: BTreeMap<&str, BTreeMap<&str, Totals>> = BTreeMap::new();
    for cell in &matrix.cells {
        let file = cell.case.rsplit_once('/').map_or("", |(file, _)| file);
        let totals = files
            .entry(file)
            .or_default()
            .entry(&cell.testee)
            .or_default();
        totals.add(&cell.verdict);
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

/// `9 passed`, with what did not pass after it.
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

/// Lists what is to be said beside the table, with `quote` around what is not this runner's text.
fn notes(matrix: &Matrix, quote: fn(&str) -> String) -> Vec<String> {
    let skipped = matrix.skipped.iter();
    let skipped = skipped.map(|(testee, why)| format!("SKIPPED {testee}: {}", quote(why)));
    let corrected = matrix.corrected.iter();
    let corrected = corrected.map(|(testee, why)| format!("corrected bindings {testee}: {why}"));
    let gaps = matrix.gaps.iter().map(|gap| format!("GAP {}", quote(gap)));
    let cells = matrix.cells.iter().filter_map(|cell| note(cell, quote));
    skipped.chain(corrected).chain(gaps).chain(cells).collect()
}

fn note(cell: &Cell, quote: fn(&str) -> String) -> Option<String> {
    let path = format!("{}/{}", cell.testee, cell.case);
    match &cell.verdict {
        Verdict::Passed => None,
        Verdict::Failed { message } => Some(format!("FAILED {path}: {}", quote(message))),
        Verdict::KnownFailure {
            message, reason, ..
        } => Some(format!("known {path}: {}. {reason}", quote(message))),
        Verdict::UnexpectedPass { reason } => Some(format!(
            "UNEXPECTED PASS {path}: it was known to fail because: {reason}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_shows_the_table_the_reasons_and_the_totals() {
        let expected = r#"cases         js                 rust
abi/integers  0 passed, 1 known  1 passed
abi/text      0 passed, 1 FAILED 1 passed

SKIPPED go: go is needed
known js/abi/integers/u64: sent 1 < 2. doubles
FAILED js/abi/text/char: a "quote"
seed 1
4 cases: 2 passed, 1 failed, 1 known failures
"#;
        let expected = expected.replace("FAILED 1", "FAILED  1");
        let expected = expected.replace("js                 rust", "js                  rust");
        let expected = expected.replace("1 known  1", "1 known   1");
        assert_eq!(terminal(&crate::report::tests::matrix()), expected);
    }

    #[test]
    fn what_a_guest_says_is_no_markdown() {
        assert_eq!(code("a\n<b>"), "`a <b>`");
        assert_eq!(code("`a``"), "``` `a`` ```");
    }

    #[test]
    fn markdown_is_a_table() {
        let text = markdown(&[crate::report::tests::matrix()]);
        assert!(
            text.contains("| cases | js | rust |\n|---|---|---|\n"),
            "{text}"
        );
    }
}
