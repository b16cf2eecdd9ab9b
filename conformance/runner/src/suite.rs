//! The matrix: every case of a suite, on every testee, on a host.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use guesthouse_toolchain::Progress;

use crate::adapter::Adapter;
use crate::adapter::noting::Noting;
use crate::build::{self, Built};
use crate::case::{self, Case};
use crate::coverage::abi;
use crate::evolution::{self, Kept};
use crate::expectation::{Expectations, Verdict};
use crate::glob;
use crate::judge;
use crate::testee::Testee;

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
    /// What was changed in generated bindings, and why: testee and reason.
    pub corrected: Vec<(String, String)>,
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
        let Self {
            cases,
            passed,
            failed,
            known,
        } = self;
        write!(
            f,
            "{cases} cases: {passed} passed, {failed} failed, {known} known failures"
        )
    }
}

impl Matrix {
    /// Returns a matrix without cells.
    pub fn new(host: &str, seed: u64) -> Self {
        Self {
            seed,
            host: host.to_owned(),
            cells: Vec::new(),
            skipped: Vec::new(),
            corrected: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Notes the known failures that name no case at all.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn note_stale(&mut self, root: &Path, testees: &[Testee]) -> anyhow::Result<()> {
        let mut cases = Vec::new();
        for suite in ["abi", "contract", evolution::SUITE] {
            cases.extend(case::read_suite(&root.join("cases"), suite)?);
        }
        let paths: Vec<_> = cases.iter().map(|case| case.path.as_str()).collect();
        for testee in testees {
            let known = Expectations::read(&root.join("expectations"), &testee.name, &self.host)?;
            let stale = known.stale(&paths).into_iter();
            let gaps = stale.map(|it| format!("{}: no case is `{it}`", testee.name));
            self.gaps.extend(gaps);
        }
        Ok(())
    }

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
    pub work: PathBuf,
    /// Globs over the paths of cases, testee first. None is all.
    pub filters: &'a [String],
    /// Where generated values come from.
    pub seed: u64,
    /// The mistake that guests are told to make. What is known to fail is not run then.
    pub sabotage: Option<&'a str>,
}

/// What runs the cases of a suite on the guest that was loaded last.
pub trait Court {
    /// Returns the suite's name.
    fn suite(&self) -> &str;

    /// Returns the host's name.
    fn host(&self) -> &str;

    /// Whether the host has what a case needs.
    fn has(&self, feature: &str) -> bool;

    /// Loads a guest.
    ///
    /// # Errors
    /// When the host refuses it.
    fn load(&mut self, component: &Path) -> anyhow::Result<()>;

    /// Runs a case; `Some` says what differs.
    ///
    /// # Errors
    /// When the case is wrong or the host is at fault.
    fn run(&mut self, case: &Case, seed: u64) -> anyhow::Result<Option<String>>;

    /// Returns what the cases that were run since the guest was loaded did not reach.
    ///
    /// # Errors
    /// When that cannot be told.
    fn gaps(&self, root: &Path) -> anyhow::Result<Vec<String>>;
}

/// The suite `abi` on a host.
pub struct Abi<'a> {
    adapter: Noting<'a>,
}

impl<'a> Abi<'a> {
    /// Returns the suite on `adapter`.
    pub fn new(adapter: &'a mut dyn Adapter) -> Self {
        let adapter = Noting::new(adapter);
        Self { adapter }
    }
}

impl Court for Abi<'_> {
    fn suite(&self) -> &str {
        "abi"
    }

    fn host(&self) -> &str {
        self.adapter.name()
    }

    fn has(&self, feature: &str) -> bool {
        self.adapter.features().iter().any(|it| it == feature)
    }

    fn load(&mut self, component: &Path) -> anyhow::Result<()> {
        self.adapter.load(component)
    }

    fn run(&mut self, case: &Case, seed: u64) -> anyhow::Result<Option<String>> {
        judge::run(case, seed, &mut self.adapter)
    }

    fn gaps(&self, _root: &Path) -> anyhow::Result<Vec<String>> {
        let parts = abi::parts(self.has("resources"));
        let missed = parts.difference(&self.adapter.reached);
        Ok(missed.map(|it| format!("no case reaches `{it}`")).collect())
    }
}

impl Plan<'_> {
    fn wants(&self, testee: &str, case: &str) -> bool {
        let path = format!("{testee}/{case}");
        self.filters.is_empty() || self.filters.iter().any(|it| glob::matches(it, &path))
    }

    /// Runs a suite on a host, and adds what it finds to the matrix.
    ///
    /// # Errors
    /// When the cases are broken. What testees and hosts do wrong is in the matrix.
    pub fn run(
        &self,
        testees: &[Testee],
        court: &mut dyn Court,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let suite = court.suite().to_owned();
        let cases = case::read_suite(&self.root.join("cases"), &suite)?;
        for testee in testees.iter().filter(|it| it.suites.contains(&suite)) {
            let wanted = cases
                .iter()
                .filter(|case| self.wants(&testee.name, &case.path));
            let wanted: Vec<_> = wanted.collect();
            if wanted.is_empty() {
                continue;
            }
            let run = self.run_testee(testee, &wanted, court, progress, matrix);
            note_broken(&testee.name, run, matrix);
        }
        Ok(())
    }

    /// Runs the guests of released contracts on a host of plugins, and adds what it finds.
    ///
    /// # Errors
    /// When a guest or a case is not what it was.
    pub fn run_kept(
        &self,
        court: &mut dyn Court,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let cases = case::read_suite(&self.root.join("cases"), evolution::SUITE)?;
        for kept in evolution::kept(self.root)? {
            let release = format!("{}/{}/", evolution::SUITE, kept.release);
            let wanted = cases.iter().filter(|case| case.path.starts_with(&release));
            let wanted = wanted.filter(|case| self.wants(&kept.testee, &case.path));
            let wanted: Vec<_> = wanted.collect();
            if !wanted.is_empty() {
                let Kept {
                    testee, component, ..
                } = &kept;
                let run = self.run_cases(testee, component, &wanted, court, progress, matrix);
                note_broken(testee, run, matrix);
            }
        }
        Ok(())
    }

    fn run_testee(
        &self,
        testee: &Testee,
        wanted: &[&Case],
        court: &mut dyn Court,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        progress.step(&format!("building {}/{}", testee.name, court.suite()));
        let component = match build::guest(testee, court.suite(), &self.work, progress)? {
            Built::Component(component) => component,
            Built::Missing(why) => {
                matrix.skipped.push((testee.name.clone(), why));
                return Ok(());
            }
        };
        if court.suite() == "abi" {
            let corrected = testee.corrections.iter();
            let corrected = corrected.map(|it| (testee.name.clone(), it.reason.clone()));
            matrix.corrected.extend(corrected);
        }
        self.run_cases(&testee.name, &component, wanted, court, progress, matrix)?;
        // Who asks for a few cases, or for mistakes, does not ask for all.
        if self.filters.is_empty() && self.sabotage.is_none() {
            let gaps = court.gaps(self.root)?.into_iter();
            let gaps = gaps.map(|gap| format!("{}: {gap}", testee.name));
            matrix.gaps.extend(gaps);
        }
        Ok(())
    }

    fn run_cases(
        &self,
        testee: &str,
        component: &Path,
        wanted: &[&Case],
        court: &mut dyn Court,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let known = Expectations::read(&self.root.join("expectations"), testee, court.host())?;
        progress.step(&format!("loading {testee}"));
        court.load(component)?;
        for case in wanted {
            let able = case.features.iter().all(|feature| court.has(feature));
            if !able || (self.sabotage.is_some() && known.has(&case.path)) {
                continue;
            }
            progress.step(&format!("{testee}/{}", case.path));
            let started = Instant::now();
            let differs = court
                .run(case, self.seed)
                .with_context(|| format!("the case {}", case.path))?;
            matrix.cells.push(Cell {
                testee: testee.to_owned(),
                case: case.path.clone(),
                verdict: known.judge(&case.path, differs),
                took: started.elapsed(),
            });
        }
        Ok(())
    }
}

/// One guest that is broken does not keep the others from being asked.
fn note_broken(testee: &str, run: anyhow::Result<()>, matrix: &mut Matrix) {
    if let Err(error) = run {
        let gap = format!("the testee `{testee}` is broken: {error:#}");
        matrix.gaps.push(gap);
    }
}
