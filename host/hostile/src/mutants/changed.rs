//! Finds the mutants that a change of the tree concerns.

use super::table::{self, Mutant};
use crate::test_name::TestName;
use anyhow::{Context as _, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The changes since a commit. Changes that are not committed are included.
pub(super) struct Changed {
    root: PathBuf,
    files: BTreeSet<PathBuf>,
    /// The entries of the tables at that commit.
    before: BTreeSet<String>,
}

impl Changed {
    pub(super) fn since(root: &Path, commit: &str) -> anyhow::Result<Self> {
        let files = git(root, &["diff", "--name-only", "--no-renames", commit])?;
        let mut before = BTreeSet::new();
        for path in table::paths(root)? {
            let name = path.strip_prefix(root)?.display().to_string();
            // A table that is new has no entries before.
            let text = git(root, &["show", &format!("{commit}:{name}")]).unwrap_or_default();
            let entries = table::parse(&text).unwrap_or_default();
            before.extend(entries.iter().map(Mutant::key));
        }
        Ok(Self {
            root: root.to_owned(),
            files: files.lines().map(PathBuf::from).collect(),
            before,
        })
    }

    /// Returns whether the mutant's entry, its file, or a file with a test that it names has changed.
    pub(super) fn has(&self, mutant: &Mutant) -> bool {
        let mut tests = mutant.caught_by.iter();
        !self.before.contains(&mutant.key())
            || self.files.contains(Path::new(&mutant.file))
            || tests.any(|test| self.has_test(test))
    }

    fn has_test(&self, test: &TestName) -> bool {
        let file = test.file(&self.root);
        file.is_some_and(|file| self.files.contains(&file))
    }
}

/// Returns the commit where the branch left the main branch, or the commit before HEAD if HEAD is on
/// the main branch. Returns `None` where git does not know it, for example in a shallow clone.
pub(super) fn earlier_commit(root: &Path) -> Option<String> {
    let mut branches = ["origin/main", "main"].into_iter();
    branches.find_map(|main| git(root, &["merge-base", "HEAD~1", main]).ok())
}

/// Returns the commit of a revision that the user gave.
pub(super) fn commit(root: &Path, revision: &str) -> anyhow::Result<String> {
    let name = format!("{revision}^{{commit}}");
    git(root, &["rev-parse", "--verify", &name]).with_context(|| {
        format!("--changed: `{revision}` is not a commit that this clone has; `git log` lists them")
    })
}

/// Runs git and returns its output without the last line break.
pub(super) fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()?;
    let message = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "git {} fails: {}",
        arguments.join(" "),
        message.trim_end()
    );
    let text = String::from_utf8(output.stdout).context("git's answer is not UTF-8")?;
    Ok(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::selection::tests::{changed, commit, repository, write_mutants};
    use super::{earlier_commit, git};

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
    fn a_changed_test_selects_the_mutants_that_name_it() {
        let repository = repository();
        commit(&repository, "host/b/tests/all/group.rs", "fn other() {}");
        assert!(changed(&repository).is_empty());
        commit(&repository, "host/b/tests/all/group.rs", "fn fails() {}");
        assert_eq!(changed(&repository), ["b"]);
        commit(&repository, "host/hostile/corpus/bomb.wat", "(component)");
        assert_eq!(changed(&repository), ["a"]);
    }

    #[test]
    fn a_branch_is_compared_with_where_it_left_the_main_branch() {
        let repository = repository();
        git(repository.dir(), &["checkout", "--quiet", "-b", "other"]).unwrap();
        commit(&repository, "b.rs", "one");
        commit(&repository, "c.rs", "one");
        commit(&repository, "d.rs", "one");
        assert_eq!(changed(&repository), ["b"]);
    }

    #[test]
    fn a_revision_that_does_not_exist_is_an_error() {
        let error = super::commit(repository().dir(), "nothing").unwrap_err();
        let start = "--changed: `nothing` is not a commit";
        assert!(error.to_string().starts_with(start), "{error}");
    }

    #[test]
    fn every_mutant_is_selected_where_git_knows_no_earlier_commit() {
        let repository = repository();
        assert_eq!(changed(&repository), ["a", "b"]);
        commit(&repository, "c.rs", "one");
        let url = format!("file://{}", repository.dir().display());
        let clone = ["clone", "--quiet", "--depth=1", &url, "clone"];
        git(repository.dir(), &clone).unwrap();
        assert_eq!(earlier_commit(&repository.path("clone")), None);
        assert_ne!(earlier_commit(repository.dir()), None);
    }
}
