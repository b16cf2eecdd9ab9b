//! Whether a mistake is seen: a guest that is told to make one fails exactly the cases that ask.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::glob;
use crate::suite::Matrix;

/// How many mistakes each testee must be caught at.
pub const ENOUGH: usize = 5;

/// A mistake that guests make when they are told to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mistake {
    /// What guests are told.
    pub name: String,
    /// The cases that must fail, as globs.
    pub red: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    mistake: Vec<Mistake>,
}

/// Reads `sabotage.toml`, and returns the mistake of this name, or all.
///
/// # Errors
/// When the file is not what `SPEC.md` says, or has no such mistake.
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

/// What came of all mistakes.
#[derive(Debug, Default)]
pub struct Caught {
    /// For each mistake, how many cells of each testee turned red.
    red: Vec<(String, BTreeMap<String, usize>)>,
    testees: BTreeSet<String>,
    /// What turned red and must not, and the other way round.
    pub wrong: Vec<String>,
}

impl Caught {
    /// Judges what the guests did when they were told to make a mistake. Cases that are known to
    /// fail without it were not run.
    pub fn add(&mut self, mistake: &Mistake, matrix: &Matrix) {
        let mut red = BTreeMap::new();
        for cell in &matrix.cells {
            self.testees.insert(cell.testee.clone());
            let path = format!("{}/{}", cell.testee, cell.case);
            let must = mistake.red.iter().any(|it| glob::matches(it, &cell.case));
            match (must, cell.verdict.is_failure()) {
                (true, true) => *red.entry(cell.testee.clone()).or_default() += 1,
                (false, false) => {}
                (true, false) => self.note(mistake, &path, "it holds, and must not"),
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
    pub fn demand_all(&mut self, matrix: &Matrix) {
        let skipped = matrix.skipped.iter();
        let lines = skipped.map(|(testee, why)| format!("{testee} was skipped: {why}"));
        self.wrong.extend(lines);
    }

    /// Notes the testees that were caught at too few mistakes.
    pub fn demand_enough(&mut self) {
        for testee in &self.testees {
            let caught = self.red.iter().filter(|(_, red)| red.contains_key(testee));
            let caught = caught.count();
            if caught < ENOUGH {
                let text = format!("{testee} was caught at {caught} mistakes, not {ENOUGH}");
                self.wrong.push(text);
            }
        }
    }

    /// Writes a table, a row for each mistake and a column for each testee, and what is wrong.
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
    use crate::expectation::Verdict;
    use crate::suite::Cell;

    fn caught(red: &[&str]) -> Caught {
        let mut matrix = Matrix::new("host", 1);
        for (case, verdict) in [
            ("abi/a/holds", Verdict::Passed),
            (
                "abi/a/fails",
                Verdict::Failed {
                    message: "no".to_owned(),
                },
            ),
        ] {
            matrix.cells.push(Cell {
                testee: "c".to_owned(),
                case: case.to_owned(),
                verdict,
                took: std::time::Duration::ZERO,
                seen: Vec::new(),
            });
        }
        let mistake = Mistake {
            name: "slip".to_owned(),
            red: red.iter().map(|it| (*it).to_owned()).collect(),
        };
        let mut caught = Caught::default();
        caught.add(&mistake, &matrix);
        caught
    }

    #[test]
    fn exactly_the_right_cells_turn_red() {
        assert_eq!(caught(&["abi/a/fails"]).wrong, Vec::<String>::new());
        let more = caught(&["abi/a/*"]).wrong;
        assert_eq!(more, ["c/abi/a/holds under `slip`: it holds, and must not"]);
        let less = caught(&[]).wrong;
        assert_eq!(less, ["c/abi/a/fails under `slip`: it fails, and must not"]);
    }

    #[test]
    fn one_mistake_is_not_enough() {
        let mut caught = caught(&["abi/a/fails"]);
        caught.demand_enough();
        assert_eq!(caught.wrong, ["c was caught at 1 mistakes, not 5"]);
    }

    /// Each mistake is one of the WIT's, each of the WIT's is there, and each red cell is a case.
    #[test]
    fn the_mistakes_and_cases_are_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mistakes = read(&root, "all").unwrap();
        let wit = include_str!("../wit/sabotage.wit");
        let named = mistakes.iter().map(|it| it.name.as_str());
        let mut named: Vec<_> = named.collect();
        let cases = wit.lines().filter_map(|line| line.trim().strip_suffix(','));
        let mut cases: Vec<_> = cases.filter(|line| !line.contains(' ')).collect();
        named.sort_unstable();
        cases.sort_unstable();
        assert_eq!(named, cases);
        let paths = crate::suite::all_cases(&root).unwrap();
        for red in mistakes.iter().flat_map(|it| &it.red) {
            let there = paths.iter().any(|case| glob::matches(red, &case.path));
            assert!(there, "no case is {red}");
        }
    }
}
