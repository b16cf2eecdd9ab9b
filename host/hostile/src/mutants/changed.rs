//! Finds the mutants that a change of the tree concerns.

use super::table::{self, Mutant};
use crate::test_name::TestName;
use anyhow::{Context as _, Error, anyhow, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The changes since a commit. Changes that are not committed are included.
pub(super) struct Changed {
    root: PathBuf,
    pub(super) since: String,
    files: BTreeSet<PathBuf>,
    /// The entries of the tables at that commit.
    before: BTreeSet<String>,
}

impl Changed {
    /// Compares with a revision, or without one with the commit where the branch left the main
    /// branch.
    pub(super) fn since(root: &Path, revision: Option<&str>) -> anyhow::Result<Self> {
        let since = match revision {
            Some(revision) => commit(root, revision).map_err(|error| {
                missing(root, &format!("`{revision}` is not a commit: {error:#}"))
            })?,
            None => earlier_commit(root)?,
        };
        let files = git(root, &["diff", "--name-only", "--no-renames", &since])?;
        let mut before = BTreeSet::new();
        for path in table::paths(root)? {
            let name = path.strip_prefix(root)?.display().to_string();
            // A table that is new has no entries before.
            let text = git(root, &["show", &format!("{since}:{name}")]).unwrap_or_default();
            let entries = table::parse(&text).unwrap_or_default();
            before.extend(entries.iter().map(Mutant::key));
        }
        Ok(Self {
            root: root.to_owned(),
            since,
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
/// the main branch. The first commit of a repository is compared with the empty tree.
fn earlier_commit(root: &Path) -> anyhow::Result<String> {
    if commit(root, "HEAD~1").is_err() && !is_shallow(root)? {
        return git(root, &["hash-object", "-t", "tree", "/dev/null"]);
    }
    let mut branches = ["origin/main", "main"].into_iter();
    let main = branches
        .find(|branch| commit(root, branch).is_ok())
        .ok_or_else(|| missing(root, "neither `origin/main` nor `main` exists"))?;
    git(root, &["merge-base", "HEAD~1", main]).map_err(|error| {
        let what = format!("the commit where HEAD left `{main}` is missing: {error:#}");
        missing(root, &what)
    })
}

fn commit(root: &Path, revision: &str) -> anyhow::Result<String> {
    let revision = format!("{revision}^{{commit}}");
    git(root, &["rev-parse", "--verify", &revision])
}

fn is_shallow(root: &Path) -> anyhow::Result<bool> {
    Ok(git(root, &["rev-parse", "--is-shallow-repository"])? == "true")
}

fn missing(root: &Path, what: &str) -> Error {
    let hint = if is_shallow(root).unwrap_or(false) {
        "this clone is shallow; run `git fetch --unshallow`"
    } else {
        "name a commit with `--changed REV`; `git log` lists the commits"
    };
    anyhow!("in {}, {what}\nhint: {hint}", root.display())
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
    use super::{Changed, git};
    use std::path::Path;

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
    fn a_first_commit_is_compared_with_nothing() {
        assert_eq!(changed(&repository()), ["a", "b"]);
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
        let repository = repository();
        let message = error(repository.dir(), Some("nothing"));
        let dir = repository.dir().display();
        let start = format!("in {dir}, `nothing` is not a commit: ");
        assert!(message.starts_with(&start), "{message}");
        let hint = "\nhint: name a commit with `--changed REV`; `git log` lists the commits";
        assert!(message.ends_with(hint), "{message}");
    }

    #[test]
    fn a_repository_without_a_main_branch_is_an_error() {
        let repository = repository();
        commit(&repository, "a.rs", "two");
        git(repository.dir(), &["branch", "--move", "trunk"]).unwrap();
        let message = error(repository.dir(), None);
        let what = ", neither `origin/main` nor `main` exists\n";
        assert!(message.contains(what), "{message}");
    }

    #[test]
    fn a_shallow_clone_without_the_earlier_commit_is_an_error() {
        let repository = repository();
        commit(&repository, "a.rs", "two");
        let url = format!("file://{}", repository.dir().display());
        let clone = ["clone", "--quiet", "--depth=1", &url, "clone"];
        git(repository.dir(), &clone).unwrap();
        let message = error(&repository.path("clone"), None);
        let hint = "\nhint: this clone is shallow; run `git fetch --unshallow`";
        assert!(message.ends_with(hint), "{message}");
    }

    fn error(root: &Path, revision: Option<&str>) -> String {
        let error = Changed::since(root, revision).err().unwrap();
        format!("{error:#}")
    }
}
