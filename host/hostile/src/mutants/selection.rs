//! Which mutants are run, and with how many copies.

use super::table::{self, Mutant};
use anyhow::{Context as _, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// What is run.
#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Check only that the tables match the source, without building anything
    #[arg(long)]
    pub check: bool,
    /// Run only mutants whose name matches one of these globs
    #[arg(long, value_delimiter = ',', value_name = "GLOB")]
    pub only: Vec<String>,
    /// Run only mutants whose file or entry has changed since this revision
    #[arg(long, value_name = "REV")]
    pub changed: Option<String>,
    /// Begin no mutant after this many minutes, and leave the rest to the full run
    #[arg(long)]
    pub minutes: Option<u64>,
    /// Run mutants again that an earlier run has caught
    #[arg(long)]
    pub fresh: bool,
    /// Copies of the tree that are built at once [default: the number of cores]
    #[arg(long)]
    pub jobs: Option<usize>,
}

impl Options {
    pub(super) fn selected(&self, root: &Path) -> anyhow::Result<Vec<Mutant>> {
        let mut mutants = table::read(root)?;
        if !self.only.is_empty() {
            mutants.retain(|mutant| self.only.iter().any(|glob| matches(glob, &mutant.name)));
        }
        if let Some(revision) = &self.changed {
            let changed = Changed::since(root, revision)?;
            mutants.retain(|mutant| changed.has(mutant));
        }
        Ok(mutants)
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let minutes = self.minutes?;
        Some(Instant::now() + Duration::from_secs(60 * minutes))
    }

    pub(super) fn jobs(&self, mutants: usize) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.unwrap_or(cores).clamp(1, mutants.max(1))
    }
}

/// Returns whether `text` matches a glob in which `*` stands for any text.
fn matches(glob: &str, text: &str) -> bool {
    match glob.split_once('*') {
        None => glob == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
            ends.any(|end| text.get(end..).is_some_and(|text| matches(rest, text)))
        }),
    }
}

/// What has changed since a revision.
struct Changed {
    files: BTreeSet<PathBuf>,
    /// The entries of the tables as they were.
    before: BTreeSet<String>,
}

impl Changed {
    fn since(root: &Path, revision: &str) -> anyhow::Result<Self> {
        let files = git(root, &["diff", "--name-only", revision])?;
        let mut before = BTreeSet::new();
        for path in table::paths(root)? {
            let name = path.strip_prefix(root)?.display().to_string();
            // A table that is new has no entries before.
            let text = git(root, &["show", &format!("{revision}:{name}")]).unwrap_or_default();
            let entries = table::parse(&text).unwrap_or_default();
            before.extend(entries.iter().map(Mutant::key));
        }
        Ok(Self {
            files: files.lines().map(PathBuf::from).collect(),
            before,
        })
    }

    fn has(&self, mutant: &Mutant) -> bool {
        self.files.contains(Path::new(&mutant.file)) || !self.before.contains(&mutant.key())
    }
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "git {} fails", arguments.join(" "));
    String::from_utf8(output.stdout).context("git's answer is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
        for (glob, text, expected) in [
            ("cache-*", "cache-mac", true),
            ("*-mac", "cache-mac", true),
            ("*ache*", "cache-mac", true),
            ("cache", "cache-mac", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(glob, text), expected, "{glob} {text}");
        }
    }
}
