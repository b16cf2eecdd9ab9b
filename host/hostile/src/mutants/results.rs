//! Mutants that an earlier run has caught: `target/mutants/results.jsonl`.

use super::copy;
use super::table::Mutant;
use super::trial::Outcome;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
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
    /// The hash of the sources.
    sources: Vec<u8>,
    known: BTreeSet<String>,
    file: Mutex<File>,
}

impl Results {
    /// Opens the file, which is emptied first if the results must be `fresh`.
    pub(super) fn open(root: &Path, fresh: bool) -> anyhow::Result<Self> {
        let dir = root.join(copy::DIR);
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
            sources: hash_of_sources(root)?,
            known: lines.map(|line| line.key).collect(),
            file: Mutex::new(file),
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

    /// Returns a key for the mutant and the sources.
    fn key(&self, mutant: &Mutant) -> String {
        let hash = Sha256::new()
            .chain_update(&self.sources)
            .chain_update(mutant.key());
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Returns the hash of every file of the tree from which tests are built: a named test depends on
/// more crates than its own. Pages and the entries of other mutants change no test.
fn hash_of_sources(root: &Path) -> anyhow::Result<Vec<u8>> {
    let mut hash = Sha256::new();
    for file in copy::files(root)? {
        let is_page = file.extension().is_some_and(|extension| extension == "md");
        if is_page || file.starts_with("host/hostile/mutants") {
            continue;
        }
        hash.update(file.to_string_lossy().as_bytes());
        // A link to a folder cannot be read. Its files are in the tree themselves.
        hash.update(fs::read(root.join(file)).unwrap_or_default());
    }
    Ok(hash.finalize().to_vec())
}
