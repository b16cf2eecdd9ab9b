//! Checks that the suite notices mistakes: a guest that makes a mistake must fail exactly the cases
//! for that mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::glob::Glob;
use crate::result::Matrix;

/// The number of mistakes that the suite must notice in each testee.
pub const ENOUGH: usize = 5;

/// A mistake that guests make on demand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mistake {
    /// Its name.
    pub name: String,
    /// The cases that must fail, as globs.
    pub red: Vec<Glob>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    mistake: Vec<Mistake>,
}

/// Reads `sabotage.toml`, and returns the mistake of this name, or all.
///
/// # Errors
/// When the file does not follow `SPEC.md`, or has no such mistake.
pub fn read(root: &Path, name: &str) -> anyhow::Result<Vec<Mistake>> {
    let path = root.join("sabotage.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let mut found = file.mistake;
    if name != "all" {
        found.retain(|mistake| mistake.name == name);
    }
    if found.is_empty() {
        bail!("{} has no mistake `{name}`", path.display());
    }
    Ok(found)
}

/// The results of all mistakes.
#[derive(Debug, Default)]
pub struct Noticed {
    /// For each mistake, the number of cells of each testee that failed.
    red: Vec<(String, BTreeMap<String, usize>)>,
    testees: BTreeSet<String>,
    /// Cells that should have passed but failed, and cells that should have failed but passed.
    pub wrong: Vec<String>,
}

impl Noticed {
    /// Compares the failed cells with those that a mistake must turn red. Cases that are known to
    /// fail without the mistake were not run.
    pub fn add(&mut self, mistake: &Mistake, matrix: &Matrix) {
        let mut red = BTreeMap::new();
        for cell in &matrix.cells {
            self.testees.insert(cell.testee.clone());
            let path = format!("{}/{}", cell.testee, cell.case);
            let must = mistake.red.iter().any(|it| it.matches(&cell.case));
            match (must, cell.status.is_failure()) {
                (true, true) => *red.entry(cell.testee.clone()).or_default() += 1,
                (false, false) => {}
                (true, false) => self.note(mistake, &path, "it passes, and must not"),
                (false, true) => self.note(mistake, &path, "it fails, and must not"),
            }
        }
        self.wrong.extend(matrix.gaps.iter().cloned());
        self.red.push((mistake.name.clone(), red));
    }

    fn note(&mut self, mistake: &Mistake, path: &str, what: &str) {
        self.wrong
            .push(format!("{path} under `{}`: {what}", mistake.name));
    }

    /// Notes the testees that were not run.
    pub fn require_all(&mut self, matrix: &Matrix) {
        let skipped = matrix.skipped.iter();
        let lines = skipped.map(|note| format!("{} was skipped: {}", note.testee, note.why));
        self.wrong.extend(lines);
    }

    /// Notes the testees in which too few mistakes were noticed.
    pub fn require_enough(&mut self) {
        for testee in &self.testees {
            let mistakes = self.red.iter();
            let count = mistakes.filter(|(_, red)| red.contains_key(testee)).count();
            if count < ENOUGH {
                let text =
                    format!("{testee}: {count} mistakes were noticed, at least {ENOUGH} must be");
                self.wrong.push(text);
            }
        }
    }

    /// Writes a table with a row for each mistake and a column for each testee, then the list of
    /// what is wrong.
    pub fn terminal(&self) -> String {
        let mut text = format!("{:<18}", "red cells");
        let widths = self.testees.iter().map(|name| name.len() + 2);
        let columns: Vec<_> = self.testees.iter().zip(widths).collect();
        for (name, width) in &columns {
            let _ = write!(text, "{name:<width$}");
        }
        for (mistake, red) in &self.red {
            let _ = write!(text, "\n{mistake:<18}");
            for (name, width) in &columns {
                let count = red.get(*name).copied().unwrap_or(0);
                let _ = write!(text, "{count:<width$}");
            }
        }
        text.push('\n');
        for wrong in &self.wrong {
            let _ = writeln!(text, "WRONG {wrong}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{Cell, Status};

    fn noticed(red: &[&str]) -> Noticed {
        let mut matrix = Matrix::new("host", 1);
        for (case, status) in [
            ("abi/a/holds", Status::Passed),
            (
                "abi/a/fails",
                Status::Failed {
                    message: "no".to_owned(),
                },
            ),
        ] {
            matrix.cells.push(Cell {
                testee: "c".to_owned(),
                case: case.to_owned(),
                status,
                took: std::time::Duration::ZERO,
                observations: Vec::new(),
            });
        }
        let mistake = Mistake {
            name: "slip".to_owned(),
            red: red.iter().map(|it| it.parse().unwrap()).collect(),
        };
        let mut noticed = Noticed::default();
        noticed.add(&mistake, &matrix);
        noticed
    }

    #[test]
    fn a_mistake_must_fail_the_expected_cells_and_no_others() {
        assert_eq!(noticed(&["abi/a/fails"]).wrong, Vec::<String>::new());
        let more = noticed(&["abi/a/*"]).wrong;
        assert_eq!(
            more,
            ["c/abi/a/holds under `slip`: it passes, and must not"]
        );
        let less = noticed(&[]).wrong;
        assert_eq!(less, ["c/abi/a/fails under `slip`: it fails, and must not"]);
    }

    #[test]
    fn each_testee_must_notice_several_mistakes() {
        let mut noticed = noticed(&["abi/a/fails"]);
        noticed.require_enough();
        assert_eq!(
            noticed.wrong,
            ["c: 1 mistakes were noticed, at least 5 must be"]
        );
    }

    /// The mistakes of the file are those of the WIT, and each red glob matches a case.
    #[test]
    fn the_mistakes_and_cases_exist() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mistakes = read(&root, "all").unwrap();
        let wit = include_str!("../wit/sabotage.wit");
        let names = mistakes.iter().map(|it| it.name.as_str());
        let mut named: Vec<_> = names.collect();
        let lines = wit.lines().filter_map(|line| line.trim().strip_suffix(','));
        let mut cases: Vec<_> = lines.filter(|line| !line.contains(' ')).collect();
        named.sort_unstable();
        cases.sort_unstable();
        assert_eq!(named, cases);
        let paths = crate::suite::all_cases(&root).unwrap();
        for red in mistakes.iter().flat_map(|it| &it.red) {
            let found = paths.iter().any(|case| red.matches(&case.path));
            assert!(found, "no case matches {red}");
        }
    }
}
