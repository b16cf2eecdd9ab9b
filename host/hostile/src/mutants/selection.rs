//! Selects the mutants to run and the number of copies.

use super::changed::{self, Changed};
use super::table::{self, Mutant};
use guesthouse_testing::console::report;
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

/// The mutants to run, and how to run them.
#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Check only that the tables match the source, without building anything
    #[arg(long)]
    pub check: bool,
    /// Run only mutants whose name matches one of these globs
    #[arg(long, value_delimiter = ',', value_name = "GLOB")]
    pub only: Vec<String>,
    /// Run only mutants whose file, entry or tests have changed since this revision, or without one
    /// since the branch left the main branch
    #[arg(long, value_name = "REV", num_args = 0..=1)]
    pub changed: Option<Option<String>>,
    /// Begin no further mutant after this many minutes, and leave the rest to the full run
    #[arg(long)]
    pub minutes: Option<u64>,
    /// Run at most this many of the selected mutants that no earlier run has caught, spread over the
    /// tables
    #[arg(long, value_name = "COUNT")]
    pub max: Option<NonZero<usize>>,
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
        let since = match &self.changed {
            None => return Ok(mutants),
            Some(Some(revision)) => Some(changed::commit(root, revision)?),
            Some(None) => changed::earlier_commit(root),
        };
        let Some(since) = since else {
            report("git knows no earlier commit here, so every mutant is selected");
            return Ok(mutants);
        };
        let changed = Changed::since(root, &since)?;
        mutants.retain(|mutant| changed.has(mutant));
        report(&format!(
            "mutants whose file, entry or test has changed since {since}: {}",
            mutants.len()
        ));
        Ok(mutants)
    }

    /// Returns at most `--max` of the mutants, evenly spread over them.
    pub(super) fn spread<'m>(&self, mutants: &'m [Mutant]) -> Vec<&'m Mutant> {
        let all = mutants.len();
        let max = self.max.map_or(all, |max| max.get().min(all));
        let numbered = mutants.iter().enumerate();
        numbered
            .filter(|(number, _)| number * max / all < (number + 1) * max / all)
            .map(|(_, mutant)| mutant)
            .collect()
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

#[cfg(test)]
pub(super) mod tests {
    use super::{Options, matches};
    use crate::mutants::changed::git;
    use guesthouse_testing::Workdir;
    use std::num::NonZero;

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

    #[test]
    fn the_number_of_mutants_can_be_limited() {
        let repository = repository();
        let pair = Options::default().selected(repository.dir()).unwrap();
        let mutants = vec![pair; 5].concat();
        for (max, expected) in [(1, 1), (7, 7), (9, 9), (10, 10), (11, 10)] {
            let options = Options {
                max: NonZero::new(max),
                ..Options::default()
            };
            let spread = options.spread(&mutants);
            assert_eq!(spread.len(), expected, "at most {max}");
            assert!(options.spread(&[]).is_empty());
        }
    }

    /// A repository with two mutants. Each names a file and a test of its own.
    pub(in crate::mutants) fn repository() -> Workdir {
        let repository = Workdir::new("git");
        let init = ["init", "--quiet", "--initial-branch", "main"];
        git(repository.dir(), &init).unwrap();
        write_mutants(&repository, "old");
        repository.write("host/b/Cargo.toml", "name = \"b\"\n");
        commit(&repository, "a.rs", "one");
        repository
    }

    pub(in crate::mutants) fn write_mutants(repository: &Workdir, replace: &str) {
        let entry = |name: &str, replace: &str, test: &str| {
            format!(
                "[[mutant]]\nname = \"{name}\"\nrule = \"\"\nrow = \"\"\nfile = \"{name}.rs\"\n\
                 find = \"\"\nreplace = \"{replace}\"\ncaught_by = [\"{test}\"]\n"
            )
        };
        let text =
            entry("a", "old", "corpus wat/bomb") + &entry("b", replace, "b::all group::fails");
        repository.write("host/hostile/mutants/all.toml", text);
    }

    pub(in crate::mutants) fn commit(repository: &Workdir, file: &str, text: &str) {
        repository.write(file, text);
        git(repository.dir(), &["add", "."]).unwrap();
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let commit = ["commit", "--quiet", "--message", "a"];
        git(repository.dir(), &[&author[..], &commit[..]].concat()).unwrap();
    }

    /// Returns the names of the mutants that `--changed` selects.
    pub(in crate::mutants) fn changed(repository: &Workdir) -> Vec<String> {
        let options = Options {
            changed: Some(None),
            ..Options::default()
        };
        let selected = options.selected(repository.dir()).unwrap();
        selected.into_iter().map(|mutant| mutant.name).collect()
    }
}
