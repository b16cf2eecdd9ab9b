//! Mutants that an earlier run has caught: `target/mutants/results.jsonl`.

use super::copy::DIR;
use super::table::Mutant;
use super::trial::Outcome;
use crate::test_name::package_dir;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    name: String,
    key: String,
    by: String,
    seconds: u64,
}

/// The known results, and the file to which new results are appended.
pub(super) struct Results {
    root: PathBuf,
    known: BTreeSet<String>,
    file: Mutex<File>,
    sources: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Results {
    /// Opens the file, which is emptied first if the results must be `fresh`.
    pub(super) fn open(root: &Path, fresh: bool) -> anyhow::Result<Self> {
        let dir = root.join(DIR);
        fs::create_dir_all(&dir)?;
        let path = dir.join("results.jsonl");
        if fresh {
            fs::write(&path, "")?;
        }
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let text = fs::read_to_string(&path)?;
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Line>(line).ok());
        Ok(Self {
            root: root.to_owned(),
            known: lines.map(|line| line.key).collect(),
            file: Mutex::new(file),
            sources: Mutex::default(),
        })
    }

    /// Returns whether this mutant of these sources was caught before.
    pub(super) fn is_known(&self, mutant: &Mutant) -> bool {
        self.known.contains(&self.key(mutant))
    }

    pub(super) fn add(&self, mutant: &Mutant, outcome: &Outcome, seconds: u64) {
        let Outcome::Caught(by) = outcome else {
            return;
        };
        let line = Line {
            name: mutant.name.clone(),
            key: self.key(mutant),
            by: by.clone(),
            seconds,
        };
        if let (Ok(line), Ok(mut file)) = (serde_json::to_string(&line), self.file.lock()) {
            // If the result cannot be written, the next run finds it again.
            writeln!(file, "{line}").ok();
        }
    }

    /// Returns a key for the mutant, the sources of its crate, and those of the crates whose tests and
    /// of the adversaries that it names.
    fn key(&self, mutant: &Mutant) -> String {
        let mut hash = Sha256::new();
        hash.update(mutant.key());
        let mut dirs = BTreeSet::from_iter(mutant.crate_dir(&self.root));
        for test in &mutant.caught_by {
            let file = test.file(&self.root).unwrap_or_default();
            hash.update(fs::read(self.root.join(file)).unwrap_or_default());
            let package = test.package();
            dirs.extend(package.and_then(|package| package_dir(&self.root, package)));
        }
        for dir in dirs {
            hash.update(self.sources(&dir));
        }
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn sources(&self, dir: &Path) -> Vec<u8> {
        let Ok(mut sources) = self.sources.lock() else {
            return Vec::new();
        };
        let hash = sources.entry(dir.to_owned()).or_insert_with(|| {
            let mut hash = Sha256::new();
            add_files(dir, &mut hash);
            hash.finalize().to_vec()
        });
        hash.clone()
    }
}

/// Adds every file of a folder, in order.
fn add_files(dir: &Path, hash: &mut Sha256) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_files(&path, hash);
        } else if let Ok(bytes) = fs::read(&path) {
            hash.update(path.to_string_lossy().as_bytes());
            hash.update(bytes);
        }
    }
}
