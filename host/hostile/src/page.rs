//! The attack table, `docs/design/0005-attacks.md`: it says what stands against each attack and what
//! proves it, and a test holds it to that.

use crate::corpus::Adversary;
use crate::source::Source;
use anyhow::Context as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The page.
pub const PAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/design/0005-attacks.md"
);
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const BEGIN: &str = "<!-- adversaries: generated, `BLESS=1` rewrites -->\n";
const END: &str = "<!-- end -->\n";

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    /// Its word.
    pub word: String,
    /// Tests that prove it beside the adversaries: paths, or `path::function`.
    pub tests: Vec<String>,
    /// The switches that take its controls away.
    pub switches: Vec<String>,
}

/// Reads the rows of the table from the page: number, word, attack, control, tests, switches.
#[must_use]
pub fn rows(page: &str) -> Vec<Row> {
    let cells = page.lines().filter_map(|line| {
        let cells: Vec<_> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let is_row = cells.first()?.parse::<u32>().is_ok();
        is_row.then_some(cells)
    });
    let row = |cells: Vec<&str>| {
        let at = |index: usize| quoted(cells.get(index).copied().unwrap_or_default());
        Some(Row {
            word: at(1).into_iter().next()?,
            tests: at(4),
            switches: at(5),
        })
    };
    cells.filter_map(row).collect()
}

/// Returns what stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Returns what the page says and is not so, and what it does not say.
#[must_use]
pub fn mistakes(rows: &[Row], corpus: &[Adversary]) -> Vec<String> {
    let mut found = Vec::new();
    let known: BTreeSet<_> = rows.iter().map(|row| row.word.as_str()).collect();
    for adversary in corpus {
        if !known.contains(adversary.row.as_str()) {
            found.push(format!(
                "{adversary} names the row `{}`, which is none",
                adversary.row
            ));
        }
    }
    for row in rows {
        let has_adversary = corpus.iter().any(|adversary| adversary.row == row.word);
        if !has_adversary && row.tests.is_empty() {
            found.push(format!("nothing proves `{}`", row.word));
        }
        found.extend(row.tests.iter().filter_map(|test| missing(&row.word, test)));
    }
    found
}

fn missing(row: &str, test: &str) -> Option<String> {
    let (path, function) = test.split_once("::").unwrap_or((test, ""));
    let text = std::fs::read_to_string(Path::new(REPOSITORY).join(path)).ok();
    let is_there = text.is_some_and(|text| text.contains(&format!("fn {function}")));
    (!is_there).then(|| format!("`{row}` names `{test}`, which is not there"))
}

/// Returns the page with its list of adversaries as they are.
///
/// # Errors
/// When the page has no place for the list.
pub fn refreshed(page: &str, corpus: &[Adversary]) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(BEGIN).context("the list does not begin")?;
    let (_, after) = rest.split_once(END).context("the list does not end")?;
    let list = listing(&rows(page), corpus)?;
    Ok(format!("{before}{BEGIN}{list}{END}{after}"))
}

fn listing(rows: &[Row], corpus: &[Adversary]) -> anyhow::Result<String> {
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
        let Some(sources) = by_row.get(row.word.as_str()) else {
            continue;
        };
        let sources = sources
            .iter()
            .map(|(source, stems)| format!("{}: {}", source.name(), stems.join(", ")));
        writeln!(
            list,
            "| `{}` | {} |",
            row.word,
            sources.collect::<Vec<_>>().join(" · ")
        )?;
    }
    Ok(list)
}
