//! Selects the mutants to run and the number of copies.

use super::table::{self, Mutant};
use anyhow::{Context as _, ensure};
use guesthouse_testing::console::report;
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
    /// Run only mutants whose file or entry has changed since this revision, or without one since
    /// the branch left the main branch
    #[arg(long, value_name = "REV", num_args = 0..=1)]
    pub changed: Option<Option<String>>,
    /// Begin no further mutant after this many minutes, and leave the rest to the full run
    #[arg(long)]
    pub minutes: Option<u64>,
    /// Run at most so many of the selected mutants, spread over the tables
    #[arg(long, value_name = "COUNT")]
    pub most: Option<usize>,
    /// Run mutants again that an earlier run has caught
    #[arg(long)]
    pub fresh: bool,
    /// Copies of the tree that are built at once [default: the number of cores]
    #[arg(long)]
    pub jobs: Option<usize>,
}

impl Options {
    pub(super) fn selected(&self, root: &Path) -> anyhow::Result<Vec<Mutant>> {
        let touched = self.touched(root)?;
        let most = self.most.unwrap_or(touched.len()).max(1);
        let step = touched.len().div_ceil(most).max(1);
        Ok(touched.into_iter().step_by(step).collect())
    }

    fn touched(&self, root: &Path) -> anyhow::Result<Vec<Mutant>> {
        let mut mutants = table::read(root)?;
        if !self.only.is_empty() {
            mutants.retain(|mutant| self.only.iter().any(|glob| matches(glob, &mutant.name)));
        }
        let Some(revision) = &self.changed else {
            return Ok(mutants);
        };
        let Some(revision) = revision.clone().or_else(|| earlier_revision(root)) else {
            report("no mutant is selected: there is no earlier revision to compare with");
            return Ok(Vec::new());
        };
        let changed = Changed::since(root, &revision)?;
        mutants.retain(|mutant| changed.has(mutant));
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

/// Returns the revision where the branch left the main branch, or the previous commit. A clone can
/// have neither.
fn earlier_revision(root: &Path) -> Option<String> {
    let previous = git(root, &["rev-parse", "--verify", "--quiet", "HEAD~1"]).ok()?;
    let fork = git(root, &["merge-base", "HEAD~1", "origin/main"]);
    Some(fork.unwrap_or(previous).trim().to_owned())
}

/// The changes since a revision.
struct Changed {
    files: BTreeSet<PathBuf>,
    /// The entries of the tables at that revision.
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
    use super::{Options, earlier_revision, git, matches};
    use guesthouse_testing::Workdir;

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

    /// A repository with a mutant of each of two files.
    fn repository() -> Workdir {
        let repository = Workdir::new("git");
        git(repository.dir(), &["init", "--quiet"]).unwrap();
        write_mutants(&repository, "old");
        commit(&repository, "a.rs", "one");
        repository
    }

    fn write_mutants(repository: &Workdir, replace: &str) {
        let entry = |name: &str, replace: &str| {
            format!(
                "[[mutant]]\nname = \"{name}\"\nrule = \"\"\nrow = \"\"\nfile = \"{name}.rs\"\n\
                 find = \"\"\nreplace = \"{replace}\"\ncaught_by = []\n"
            )
        };
        let text = entry("a", "old") + &entry("b", replace);
        repository.write("host/hostile/mutants/all.toml", text);
    }

    fn commit(repository: &Workdir, file: &str, text: &str) {
        repository.write(file, text);
        git(repository.dir(), &["add", "."]).unwrap();
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let commit = ["commit", "--quiet", "--message", "a"];
        git(repository.dir(), &[&author[..], &commit[..]].concat()).unwrap();
    }

    fn changed(repository: &Workdir) -> Vec<String> {
        let options = Options {
            changed: Some(None),
            ..Options::default()
        };
        let selected = options.selected(repository.dir()).unwrap();
        selected.into_iter().map(|mutant| mutant.name).collect()
    }

    #[test]
    fn a_changed_file_selects_its_mutants_and_a_changed_entry_itself() {
        let repository = repository();
        commit(&repository, "a.rs", "two");
        assert_eq!(changed(&repository), ["a"]);
        commit(&repository, "c.rs", "one");
        assert!(changed(&repository).is_empty());
        write_mutants(&repository, "new");
        assert_eq!(changed(&repository), ["b"]);
    }

    #[test]
    fn the_number_of_mutants_can_be_limited() {
        let repository = repository();
        for (most, expected) in [(1, 1), (2, 2), (3, 2)] {
            let options = Options {
                most: Some(most),
                ..Options::default()
            };
            let selected = options.selected(repository.dir()).unwrap();
            assert_eq!(selected.len(), expected, "at most {most}");
        }
    }

    #[test]
    fn a_first_commit_has_nothing_to_compare_with() {
        let repository = repository();
        assert_eq!(earlier_revision(repository.dir()), None);
        assert!(changed(&repository).is_empty());
    }

    #[test]
    fn a_branch_is_compared_with_where_it_left_the_main_branch() {
        let repository = repository();
        let main = ["update-ref", "refs/remotes/origin/main", "HEAD"];
        git(repository.dir(), &main).unwrap();
        commit(&repository, "b.rs", "one");
        commit(&repository, "c.rs", "one");
        commit(&repository, "d.rs", "one");
        assert_eq!(changed(&repository), ["b"]);
    }
}
