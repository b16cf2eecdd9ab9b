//! Pages of the documentation whose tables have a column `tests`: each row names the tests that fail
//! when the row is no longer true.
//!
//! A name is in backticks, and is one of these:
//!
//! | name | what it names |
//! |---|---|
//! | `PACKAGE::TARGET TEST` | a test of a crate |
//! | `corpus LANGUAGE/NAME` | an adversary of the hostile corpus |
//! | `conformance SUITE/FILE/NAME` | a case of the conformance suite |
//! | `sdk-LANGUAGE FILE NAME` | a test of an SDK, in a file of its folder |

use crate::corpus::Adversary;
use crate::test_name::TestName;
use std::path::Path;

/// A row of a table with a column `tests`.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The cells before the column `tests`.
    pub cells: Vec<String>,
    /// The names in the column.
    pub tests: Vec<String>,
}

/// Returns the rows of a page's tables that have a column `tests`.
#[must_use]
pub fn rows(page: &str) -> Vec<Row> {
    let mut found = Vec::new();
    let mut column = None;
    for line in page.lines() {
        let Some(cells) = cells(line) else {
            column = None;
            continue;
        };
        let is_rule = cells.iter().all(|cell| cell.chars().all(|c| c == '-'));
        match column {
            None => column = Some(cells.iter().position(|cell| *cell == "tests")),
            Some(Some(at)) if !is_rule => {
                let (before, tests) = cells.split_at(at.min(cells.len()));
                found.push(Row {
                    cells: before.iter().map(ToString::to_string).collect(),
                    tests: tests.first().map(|cell| names(cell)).unwrap_or_default(),
                });
            }
            Some(_) => {}
        }
    }
    found
}

/// Returns the cells of a line of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// Returns what a cell has in backticks.
fn names(cell: &str) -> Vec<String> {
    let quoted = cell.split('`').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

/// Returns a message for each row without a test, and for each name of a test that does not exist in
/// the repository at `root`.
#[must_use]
pub fn mistakes(root: &Path, rows: &[Row], corpus: &[Adversary]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        let name = row.cells.join(" | ");
        if row.tests.is_empty() {
            found.push(format!("the row `{name}` names no test"));
        }
        let missing = row.tests.iter().filter(|test| !exists(root, test, corpus));
        found.extend(missing.map(|test| format!("`{name}`: `{test}` does not exist")));
    }
    found
}

fn exists(root: &Path, name: &str, corpus: &[Adversary]) -> bool {
    match name.split(' ').collect::<Vec<_>>().as_slice() {
        ["corpus", adversary] => corpus.iter().any(|it| it.to_string() == *adversary),
        ["conformance", case] => has_case(root, case).unwrap_or_default(),
        [sdk, file, test] if sdk.starts_with("sdk-") => {
            let text = std::fs::read_to_string(root.join(sdk).join(file));
            text.is_ok_and(|text| text.contains(test))
        }
        _ => TestName::try_from(name.to_owned()).is_ok_and(|test| test.file(root).is_some()),
    }
}

fn has_case(root: &Path, case: &str) -> Option<bool> {
    let (file, name) = case.rsplit_once('/')?;
    let file = root.join(format!("conformance/cases/{file}.toml"));
    let text = std::fs::read_to_string(file).ok()?;
    Some(
        text.lines()
            .any(|line| line == format!("name = \"{name}\"")),
    )
}

#[cfg(test)]
mod tests {
    use super::{Row, rows};

    #[test]
    fn only_tables_with_tests_are_read() {
        let page = "| a | b |\n|---|---|\n| x | y |\n\n| what | tests | more |\n|---|---|---|\n| x | `a::b c`, `d e` | z |\n| y | none | z |\n";
        let row = |cell: &str, tests: &[&str]| Row {
            cells: vec![cell.to_owned()],
            tests: tests.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(rows(page), [row("x", &["a::b c", "d e"]), row("y", &[])]);
    }
}
