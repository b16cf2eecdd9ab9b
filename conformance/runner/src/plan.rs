//! Runs the cases of a suite on every testee.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use guesthouse_toolchain::Progress;

use crate::build::Built;
use crate::case::{self, Case};
use crate::evolution;
use crate::expectation::Expectations;
use crate::glob::Glob;
use crate::guests::Guests;
use crate::result::{Cell, Matrix, Note};
use crate::suite::{Suite, all_cases, guest_of};
use crate::testee::Testee;

/// The cases and testees to run, and how.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The folder `conformance/`.
    pub root: &'a Path,
    /// The testees.
    pub testees: &'a [Testee],
    /// The cases to run, as globs over their paths, testee first.
    pub filters: &'a [Glob],
    /// The seed of generated values.
    pub seed: u64,
    /// The mistake that guests must make. Cases that are known to fail are not run then.
    pub sabotage: Option<&'a str>,
}

/// A guest, and the cases to run on it.
struct TesteeCases<'a> {
    testee: &'a str,
    component: &'a Path,
    sources: Option<&'a Path>,
    cases: &'a [&'a Case],
}

impl<'a> Plan<'a> {
    fn wants(&self, testee: &str, case: &Case) -> bool {
        let path = format!("{testee}/{}", case.path);
        let any = |globs: &[Glob], text: &str| {
            globs.is_empty() || globs.iter().any(|glob| glob.matches(text))
        };
        any(&case.testees, testee) && any(self.filters, &path)
    }

    /// Returns the guests that the cases of some suites need.
    ///
    /// # Errors
    /// When the cases cannot be read.
    pub fn guests(&self, suites: &[&str]) -> anyhow::Result<Vec<(&'a Testee, Vec<&'static str>)>> {
        let mut wanted = Vec::new();
        for testee in self.testees {
            let mut guests = BTreeSet::new();
            for suite in suites {
                let guest = guest_of(suite);
                let cases = case::read_suite(&self.root.join("cases"), suite)?;
                if testee.has(guest) && cases.iter().any(|case| self.wants(&testee.name, case)) {
                    guests.insert(guest);
                }
            }
            if !guests.is_empty() {
                wanted.push((testee, guests.into_iter().collect()));
            }
        }
        Ok(wanted)
    }

    /// Runs a suite on a host, and adds its results to the matrix.
    ///
    /// # Errors
    /// When the cases cannot be read. Faults of testees and hosts are in the matrix.
    pub fn run(
        &self,
        suite: &mut dyn Suite,
        guests: &Guests,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let name = suite.name().to_owned();
        let cases = case::read_suite(&self.root.join("cases"), &name)?;
        let guest = guest_of(&name);
        for testee in self.testees.iter().filter(|it| it.has(guest)) {
            let wanted: Vec<_> = cases
                .iter()
                .filter(|case| self.wants(&testee.name, case))
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let ran = self.run_testee(testee, &wanted, suite, guests, progress, matrix);
            note_broken(&testee.name, ran, matrix);
        }
        Ok(())
    }

    /// Runs the guests of released contracts on a host of plugins, and adds the results.
    ///
    /// # Errors
    /// When a released guest has changed, or the cases cannot be read.
    pub fn run_released(
        &self,
        suite: &mut dyn Suite,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let cases = case::read_suite(&self.root.join("cases"), evolution::SUITE)?;
        for released in evolution::released(self.root)? {
            let folder = format!("{}/{}/", evolution::SUITE, released.version);
            let wanted: Vec<_> = cases
                .iter()
                .filter(|case| case.path.starts_with(&folder))
                .filter(|case| self.wants(&released.testee, case))
                .collect();
            if !wanted.is_empty() {
                let testee_cases = TesteeCases {
                    testee: &released.testee,
                    component: &released.component,
                    sources: None,
                    cases: &wanted,
                };
                let ran = self.run_cases(&testee_cases, suite, progress, matrix);
                note_broken(&released.testee, ran, matrix);
            }
        }
        Ok(())
    }

    fn run_testee(
        &self,
        testee: &Testee,
        wanted: &[&Case],
        suite: &mut dyn Suite,
        guests: &Guests,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let guest = guest_of(suite.name());
        let component = match guests.get(&testee.name, guest)? {
            Built::Component(component) => component,
            Built::Missing(why) => {
                matrix.skip(&testee.name, why);
                return Ok(());
            }
        };
        if suite.name() == "abi" {
            let notes = testee.corrections.iter().map(|it| Note {
                testee: testee.name.clone(),
                why: it.reason.clone(),
            });
            matrix.corrected.extend(notes);
        }
        let testee_cases = TesteeCases {
            testee: &testee.name,
            component,
            sources: Some(&testee.dir.join(guest)),
            cases: wanted,
        };
        self.run_cases(&testee_cases, suite, progress, matrix)?;
        // A run with filters or with a mistake does not reach everything, so its gaps mean nothing.
        if self.filters.is_empty() && self.sabotage.is_none() {
            let gaps = suite.gaps(self.root)?.into_iter();
            let named = gaps.map(|gap| format!("{}: {gap}", testee.name));
            matrix.gaps.extend(named);
        }
        Ok(())
    }

    fn run_cases(
        &self,
        testee_cases: &TesteeCases<'_>,
        suite: &mut dyn Suite,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let testee = testee_cases.testee;
        let host = suite.host().to_owned();
        let known = Expectations::read(&self.root.join("expectations"), testee, &host)?;
        progress.step(&format!("{host}: loading {testee}"));
        suite.load(testee_cases.component, testee_cases.sources)?;
        for case in testee_cases.cases {
            let able = case.features.iter().all(|feature| suite.has(feature));
            let expected = known.find(&case.path);
            if !able || (self.sabotage.is_some() && expected.is_some()) {
                continue;
            }
            progress.step(&format!("{host}: {testee}/{}", case.path));
            let started = Instant::now();
            let result = suite
                .run(case, self.seed, expected.map(|it| it.message.as_str()))
                .with_context(|| format!("the case {}", case.path))?;
            matrix.cells.push(Cell {
                testee: testee.to_owned(),
                case: case.path.clone(),
                status: known.classify(&case.path, result.difference),
                took: started.elapsed(),
                observations: result.observations,
            });
        }
        Ok(())
    }

    /// Returns a sentence for each expectation for `host` that matches no case.
    ///
    /// # Errors
    /// When a file of cases or expectations cannot be read.
    pub fn stale_expectations(&self, host: &str) -> anyhow::Result<Vec<String>> {
        let cases = all_cases(self.root)?;
        let paths: Vec<_> = cases.iter().map(|case| case.path.as_str()).collect();
        let mut gaps = Vec::new();
        for testee in self.testees {
            let folder = self.root.join("expectations");
            let known = Expectations::read(&folder, &testee.name, host)?;
            let stale = known.stale(&paths).into_iter();
            gaps.extend(stale.map(|it| format!("{}: `{it}` matches no case", testee.name)));
        }
        Ok(gaps)
    }

    /// Refuses a filter that matches no case of any testee: such a run would pass without a case.
    ///
    /// # Errors
    /// When there is one, or a suite cannot be read.
    pub fn check_filters(&self) -> anyhow::Result<()> {
        let cases = all_cases(self.root)?;
        let pairs = self.testees.iter().flat_map(|testee| {
            let path = |case: &Case| format!("{}/{}", testee.name, case.path);
            cases.iter().map(path)
        });
        let paths: Vec<_> = pairs.collect();
        let unmatched = |glob: &&Glob| !paths.iter().any(|path| glob.matches(path));
        match self.filters.iter().find(unmatched) {
            Some(filter) => {
                anyhow::bail!("no case matches `{filter}`: a path is TESTEE/SUITE/FILE/CASE")
            }
            None => Ok(()),
        }
    }
}

/// Notes a broken guest, so that the run continues with the others.
fn note_broken(testee: &str, ran: anyhow::Result<()>, matrix: &mut Matrix) {
    if let Err(error) = ran {
        let gap = format!("the testee `{testee}` is broken: {error:#}");
        matrix.gaps.push(gap);
    }
}
