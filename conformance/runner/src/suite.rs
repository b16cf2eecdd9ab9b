//! The matrix: every case of a suite, on every testee, on a host.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use guesthouse_toolchain::Progress;

use crate::adapter::Adapter;
use crate::build::{self, Built};
use crate::case::{self, Case};
use crate::expectation::{Expectations, Verdict};
use crate::judge;
use crate::testee::Testee;
use crate::{coverage, glob};

/// What one run of the matrix found.
#[derive(Debug)]
pub struct Matrix {
    /// Where generated values came from.
    pub seed: u64,
    /// The host's name.
    pub host: String,
    /// One for each case that was run on a testee.
    pub cells: Vec<Cell>,
    /// Testees that were not run, with the reason.
    pub skipped: Vec<(String, String)>,
    /// What is wrong with the suite itself: what no case reaches, what no case is.
    pub gaps: Vec<String>,
}

/// One case on one testee.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The testee.
    pub testee: String,
    /// The case's path, without the testee.
    pub case: String,
    /// How it ended.
    pub verdict: Verdict,
    /// How long it took.
    pub took: Duration,
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// All of them.
    pub cases: usize,
    /// Those that hold.
    pub passed: usize,
    /// Those that do not, or hold unexpectedly.
    pub failed: usize,
    /// Those that do not, as is known.
    pub known: usize,
}

impl Totals {
    /// Counts one more.
    pub fn add(&mut self, verdict: &Verdict) {
        self.cases += 1;
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::KnownFailure { .. } => self.known += 1,
            Verdict::Failed { .. } | Verdict::UnexpectedPass { .. } => self.failed += 1,
        }
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { cases, passed, failed, known } = self;
        write!(f, "{cases} cases: {passed} passed, {failed} failed, {known} known failures")
    }
}

impl Matrix {
    /// Counts all cells.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.cells.iter().for_each(|cell| totals.add(&cell.verdict));
        totals
    }

    /// Whether everything is as it should be.
    pub fn holds(&self) -> bool {
        self.gaps.is_empty() && self.totals().failed == 0
    }
}

/// What to run.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The folder `conformance/`.
    pub root: &'a Path,
    /// Where artefacts are kept.
    pub work: &'a Path,
    /// The suite.
    pub suite: &'a str,
    /// Globs over the paths of cases, testee first. None is all.
    pub filters: &'a [String],
    /// Where generated values come from.
    pub seed: u64,
}

impl Plan<'_> {
    fn wants(&self, testee: &str, case: &str) -> bool {
        let path = format!("{testee}/{case}");
        self.filters.is_empty() || self.filters.iter().any(|it| glob::matches(it, &path))
    }

    /// Runs the suite on the host.
    ///
    /// # Errors
    /// When a case, a testee or the host is broken: what guests do wrong is in the matrix.
    pub fn run(
        &self,
        testees: &[Testee],
        host: &mut dyn Adapter,
        progress: &dyn Progress,
    ) -> anyhow::Result<Matrix> {
        let cases = case::read_suite(&self.root.join("cases"), self.suite)?;
        let mut matrix = Matrix {
            seed: self.seed,
            host: host.name().to_owned(),
            cells: Vec::new(),
            skipped: Vec::new(),
            gaps: coverage::gaps(&cases),
        };
        for testee in testees.iter().filter(|it| it.suites.iter().any(|it| it == self.suite)) {
            let wanted = cases.iter().filter(|case| self.wants(&testee.name, &case.path));
            let wanted: Vec<_> = wanted.collect();
            if !wanted.is_empty() {
                self.run_testee(testee, &cases, &wanted, host, progress, &mut matrix)
                    .with_context(|| format!("the testee `{}`", testee.name))?;
            }
        }
        Ok(matrix)
    }

    fn run_testee(
        &self,
        testee: &Testee,
        all: &[Case],
        wanted: &[&Case],
        host: &mut dyn Adapter,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let folder = self.root.join("expectations");
        let known = Expectations::read(&folder, &testee.name, host.name())?;
        let paths: Vec<_> = all.iter().map(|case| case.path.as_str()).collect();
        let stale = known.stale(&paths).into_iter();
        matrix.gaps.extend(stale.map(|it| format!("{}: no case is `{it}`", testee.name)));
        progress.step(&format!("building {}", testee.name));
        let component = match build::guest(testee, self.suite, self.work, progress)? {
            Built::Component(component) => component,
            Built::Missing(why) => {
                matrix.skipped.push((testee.name.clone(), why));
                return Ok(());
            }
        };
        progress.step(&format!("loading {}", testee.name));
        host.load(&component)?;
        for case in wanted.iter().filter(|case| runs_on(case, host)) {
            progress.step(&format!("{}/{}", testee.name, case.path));
            let started = Instant::now();
            let differs = judge::run(case, self.seed, host)
                .with_context(|| format!("the case {}", case.path))?;
            matrix.cells.push(Cell {
                testee: testee.name.clone(),
                case: case.path.clone(),
                verdict: known.judge(&case.path, differs),
                took: started.elapsed(),
            });
        }
        Ok(())
    }
}

fn runs_on(case: &Case, host: &dyn Adapter) -> bool {
    case.features.iter().all(|feature| host.features().contains(feature))
}
