//! Applies mutants to copies of the tree and runs the tests that must catch them.

use super::copy::Copy;
use super::results::Results;
use super::suite::{Suite, Verdict};
use super::table::Mutant;
use crate::test_name::{TestName, package_of};
use anyhow::{anyhow, bail};
use guesthouse_testing::console::report;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The result for a mutant.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// A named test or adversary failed, or the program ended as the entry says.
    Caught(String),
    /// No named test failed, but another test or adversary did.
    CaughtElsewhere(String),
    /// Every test and adversary passed.
    Missed,
    /// It is not known whether the named tests catch the mutant.
    Invalid(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caught(by) => write!(f, "caught by {by}"),
            Self::CaughtElsewhere(by) => {
                write!(f, "caught only by {by}, which `caught_by` does not list")
            }
            Self::Missed => f.write_str("not caught"),
            Self::Invalid(why) => f.write_str(why),
        }
    }
}

/// One run of the mutation check.
pub(super) struct Trial<'a> {
    root: &'a Path,
    results: Results,
    deadline: Option<Instant>,
}

impl<'a> Trial<'a> {
    pub(super) fn new(root: &'a Path, results: Results, deadline: Option<Instant>) -> Self {
        Self {
            root,
            results,
            deadline,
        }
    }

    /// Tries the mutants on this number of copies concurrently. Skips mutants that do not begin
    /// before the deadline, except for the first.
    pub(super) fn try_all<'m>(
        &self,
        mutants: &[&'m Mutant],
        jobs: usize,
    ) -> anyhow::Result<Vec<(&'m Mutant, Outcome)>> {
        if mutants.is_empty() {
            return Ok(Vec::new());
        }
        let first = Copy::prepare(self.root, 0)?;
        self.baseline(mutants, &first)?;
        let mut copies = vec![first];
        for number in 1..jobs {
            copies.push(Copy::prepare(self.root, number)?);
        }
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let mut workers = Vec::new();
            for copy in &copies {
                workers.push(scope.spawn(|| self.try_on_copy(copy, mutants, &next)));
            }
            let mut outcomes = Vec::new();
            for worker in workers {
                outcomes.extend(worker.join().map_err(|_| anyhow!("a worker panicked"))?);
            }
            Ok(outcomes)
        })
    }

    /// Tries mutants on one copy until none is left or the deadline has passed.
    fn try_on_copy<'m>(
        &self,
        copy: &Copy,
        mutants: &[&'m Mutant],
        next: &AtomicUsize,
    ) -> Vec<(&'m Mutant, Outcome)> {
        let mut outcomes = Vec::new();
        while let Some(mutant) = self.next_mutant(mutants, next) {
            outcomes.push((mutant, self.try_one(mutant, copy)));
        }
        outcomes
    }

    fn next_mutant<'m>(&self, mutants: &[&'m Mutant], next: &AtomicUsize) -> Option<&'m Mutant> {
        let number = next.fetch_add(1, Ordering::Relaxed);
        // The first mutant always runs. Otherwise a slow baseline could use up the time, and the
        // check would try nothing.
        if number > 0 && self.is_late() {
            return None;
        }
        mutants.get(number).copied()
    }

    fn is_late(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() > deadline)
    }

    /// Runs the named tests of all mutants on a copy without a mutant.
    fn baseline(&self, mutants: &[&Mutant], copy: &Copy) -> anyhow::Result<()> {
        let tests = mutants.iter().flat_map(|mutant| &mutant.caught_by);
        for (suite, names) in by_suite(tests) {
            let began = Instant::now();
            match suite.run(copy, &names)? {
                Verdict::Passed => report(&format!(
                    "without a mutant: {} tests of {suite} pass, in {} s",
                    names.len(),
                    began.elapsed().as_secs()
                )),
                Verdict::Failed(name) => bail!("without a mutant: {name} of {suite} fails"),
                Verdict::Stopped { ending, last_lines } => {
                    bail!("without a mutant: {suite} ends in a {ending}\n{last_lines}")
                }
                Verdict::Invalid(why) => bail!("without a mutant: {suite}: {why}"),
            }
        }
        Ok(())
    }

    fn try_one(&self, mutant: &Mutant, copy: &Copy) -> Outcome {
        let began = Instant::now();
        let outcome = Applied::to(mutant, copy)
            .and_then(|_applied| self.run_tests(mutant, copy))
            .unwrap_or_else(|error| Outcome::Invalid(format!("{error:#}")));
        let seconds = began.elapsed().as_secs();
        report(&format!("{}: {outcome}, in {seconds} s", mutant.name));
        self.results.add(mutant, &outcome, seconds);
        outcome
    }

    /// Runs the named tests, and all other tests of the crate and the corpus if none of them fails.
    fn run_tests(&self, mutant: &Mutant, copy: &Copy) -> anyhow::Result<Outcome> {
        for (suite, names) in by_suite(&mutant.caught_by) {
            let mut verdict = suite.run(copy, &names)?;
            if let Verdict::Failed(name) = &verdict {
                let again = suite.run(copy, &BTreeSet::from([name.as_str()]))?;
                verdict = repeated(name, again);
            }
            if let Some(outcome) = decide(mutant, &suite, verdict) {
                return Ok(outcome);
            }
        }
        let crate_tests = mutant
            .crate_dir(self.root)
            .and_then(|dir| package_of(&dir))
            .map(Suite::Crate);
        for suite in crate_tests.into_iter().chain([Suite::Corpus]) {
            match suite.run(copy, &BTreeSet::new())? {
                Verdict::Passed => {}
                Verdict::Failed(name) => return Ok(Outcome::CaughtElsewhere(name)),
                Verdict::Stopped { ending, .. } => {
                    return Ok(Outcome::CaughtElsewhere(format!("a {ending} of {suite}")));
                }
                Verdict::Invalid(why) => return Ok(Outcome::Invalid(why)),
            }
        }
        Ok(Outcome::Missed)
    }
}

/// Returns the verdict after a test that failed has run again. A test that fails only sometimes proves
/// nothing about the mutant.
fn repeated(name: &str, again: Verdict) -> Verdict {
    match again {
        Verdict::Passed => Verdict::Invalid(format!("{name} fails once and then passes")),
        again => again,
    }
}

/// Returns the outcome after a suite of named tests, or `None` if its tests passed.
fn decide(mutant: &Mutant, suite: &Suite, verdict: Verdict) -> Option<Outcome> {
    Some(match verdict {
        Verdict::Passed => return None,
        Verdict::Failed(name) => Outcome::Caught(name),
        Verdict::Stopped { ending, .. } if mutant.ends == Some(ending) => {
            Outcome::Caught(format!("a {ending} of {suite}"))
        }
        Verdict::Stopped { ending, last_lines } => Outcome::Invalid(format!(
            "{suite} ends in a {ending} before a test fails; if no test can fail on this mutant, \
             write `ends = \"{ending}\"` in its entry\n{last_lines}"
        )),
        Verdict::Invalid(why) => Outcome::Invalid(why),
    })
}

/// Groups by suite, in the order in which the suites are named first.
fn by_suite<'a>(tests: impl IntoIterator<Item = &'a TestName>) -> Vec<(Suite, BTreeSet<&'a str>)> {
    let mut suites: Vec<(Suite, BTreeSet<&str>)> = Vec::new();
    for test in tests {
        let suite = test.suite();
        match suites.iter_mut().find(|(known, _)| *known == suite) {
            Some((_, names)) => drop(names.insert(test.name())),
            None => suites.push((suite, BTreeSet::from([test.name()]))),
        }
    }
    suites
}

/// A mutant that is applied to a copy. Dropping this value reverts it.
struct Applied {
    path: PathBuf,
    text: String,
}

impl Applied {
    fn to(mutant: &Mutant, copy: &Copy) -> anyhow::Result<Self> {
        let path = copy.root.join(&mutant.file);
        let text = std::fs::read_to_string(&path)?;
        std::fs::write(&path, mutant.applied(&copy.root)?)?;
        Ok(Self { path, text })
    }
}

impl Drop for Applied {
    fn drop(&mut self) {
        // If this fails, the next run makes the copy equal to the tree again.
        std::fs::write(&self.path, &self.text).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Suite, Verdict, decide, repeated};
    use crate::mutants::table::{Ending, Mutant, parse};

    fn mutant(ends: &str) -> Mutant {
        let text = format!(
            "[[mutant]]\nname = \"a\"\nrule = \"\"\nrow = \"\"\nfile = \"\"\nfind = \"\"\n\
             replace = \"\"\ncaught_by = []\n{ends}"
        );
        parse(&text).unwrap().remove(0)
    }

    fn stopped(ending: Ending) -> Verdict {
        let last_lines = "signal: 11".to_owned();
        Verdict::Stopped { ending, last_lines }
    }

    #[test]
    fn a_crash_or_a_hang_counts_only_if_the_entry_says_so() {
        for (ends, ending, is_caught) in [
            ("", Ending::Crash, false),
            ("", Ending::Hang, false),
            ("ends = \"crash\"", Ending::Crash, true),
            ("ends = \"crash\"", Ending::Hang, false),
            ("ends = \"hang\"", Ending::Hang, true),
        ] {
            let outcome = decide(&mutant(ends), &Suite::Corpus, stopped(ending)).unwrap();
            let caught = matches!(outcome, Outcome::Caught(_));
            assert_eq!(caught, is_caught, "{ends} {ending}: {outcome}");
        }
    }

    #[test]
    fn a_test_that_fails_once_and_then_passes_proves_nothing() {
        let failed = || Verdict::Failed("a".to_owned());
        assert!(matches!(repeated("a", failed()), Verdict::Failed(name) if name == "a"));
        let flaky = repeated("a", Verdict::Passed);
        assert!(matches!(flaky, Verdict::Invalid(why) if why == "a fails once and then passes"));
    }

    #[test]
    fn a_crash_that_does_not_count_is_reported_with_its_last_lines() {
        let outcome = decide(&mutant(""), &Suite::Corpus, stopped(Ending::Crash)).unwrap();
        assert_eq!(
            outcome.to_string(),
            "the corpus ends in a crash before a test fails; if no test can fail on this mutant, \
             write `ends = \"crash\"` in its entry\nsignal: 11"
        );
    }

    #[test]
    fn a_failed_test_catches_a_mutant_and_a_failed_build_does_not() {
        let mutant = mutant("ends = \"crash\"");
        let decide = |verdict| decide(&mutant, &Suite::Corpus, verdict);
        assert!(decide(Verdict::Passed).is_none());
        let failed = decide(Verdict::Failed("a".to_owned()));
        assert!(matches!(failed, Some(Outcome::Caught(name)) if name == "a"));
        let invalid = decide(Verdict::Invalid("it does not compile".to_owned()));
        assert!(matches!(invalid, Some(Outcome::Invalid(_))));
    }
}
