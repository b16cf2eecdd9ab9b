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
use crate::details::{self, Seen};
use crate::evolution;
use crate::expectation::{Expectations, Verdict};
use crate::glob;
use crate::judge;
use crate::testee::Testee;

/// Suites whose guests are built: each with the guest of a testee that it asks.
pub const SUITES: &[(&str, &str)] = &[
    ("abi", "abi"),
    ("contract", PLUGIN),
    ("failure", PLUGIN),
    ("limits", PLUGIN),
    ("determinism", PLUGIN),
];

/// The guest that is a plugin.
const PLUGIN: &str = "plugin";

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
    /// What came of it, step by step.
    pub seen: Vec<Seen>,
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
        let cases = all_cases(root)?;
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

/// What came of a case.
#[derive(Debug)]
pub struct Came {
    /// What is not as it should be.
    pub differs: Option<String>,
    /// What was seen, step by step.
    pub seen: Vec<Seen>,
}

/// What runs the cases of a suite on the guest that was loaded last.
pub trait Court {
    /// Returns the suite's name.
    fn suite(&self) -> &str;

    /// Returns the host's name.
    fn host(&self) -> &str;

    /// Whether the host has what a case needs.
    fn has(&self, feature: &str) -> bool;

    /// Loads a guest. Its sources are in a folder, unless it is one that is kept.
    ///
    /// # Errors
    /// When the host refuses it, or its sources cannot be read.
    fn load(&mut self, component: &Path, sources: Option<&Path>) -> anyhow::Result<()>;

    /// Runs a case.
    ///
    /// # Errors
    /// When the case is wrong or the host is at fault.
    fn run(&mut self, case: &Case, seed: u64) -> anyhow::Result<Came>;

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

    fn load(&mut self, component: &Path, _sources: Option<&Path>) -> anyhow::Result<()> {
        self.adapter.load(component)
    }

    fn run(&mut self, case: &Case, seed: u64) -> anyhow::Result<Came> {
        self.adapter.runs = 0;
        let differs = judge::run(case, seed, &mut self.adapter)?;
        let Noting { runs, last, .. } = &self.adapter;
        let seen = details::seen_runs(case, *runs, differs.is_none(), last);
        Ok(Came { differs, seen })
    }

    fn gaps(&self, _root: &Path) -> anyhow::Result<Vec<String>> {
        let parts = abi::parts(self.has("resources"));
        let missed = parts.difference(&self.adapter.reached);
        Ok(missed.map(|it| format!("no case reaches `{it}`")).collect())
    }
}

impl Plan<'_> {
    fn wants(&self, testee: &str, case: &Case) -> bool {
        let path = format!("{testee}/{}", case.path);
        let any = |globs: &[String], path: &str| {
            globs.is_empty() || globs.iter().any(|it| glob::matches(it, path))
        };
        any(&case.testees, testee) && any(self.filters, &path)
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
        let guest = guest_of(&suite);
        for testee in testees
            .iter()
            .filter(|it| it.guests.iter().any(|it| it == guest))
        {
            let wanted = cases.iter().filter(|case| self.wants(&testee.name, case));
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
            let wanted = wanted.filter(|case| self.wants(&kept.testee, case));
            let wanted: Vec<_> = wanted.collect();
            if !wanted.is_empty() {
                let asked = Asked {
                    testee: &kept.testee,
                    component: &kept.component,
                    sources: None,
                    cases: &wanted,
                };
                let run = self.run_cases(&asked, court, progress, matrix);
                note_broken(&kept.testee, run, matrix);
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
        let guest = guest_of(court.suite());
        progress.step(&format!("building {}/{guest}", testee.name));
        let component = match build::guest(testee, guest, &self.work, progress)? {
            Built::Component(component) => component,
            Built::Missing(why) => {
                let skipped = (testee.name.clone(), why);
                if !matrix.skipped.contains(&skipped) {
                    matrix.skipped.push(skipped);
                }
                return Ok(());
            }
        };
        if court.suite() == "abi" {
            let corrected = testee.corrections.iter();
            let corrected = corrected.map(|it| (testee.name.clone(), it.reason.clone()));
            matrix.corrected.extend(corrected);
        }
        let asked = Asked {
            testee: &testee.name,
            component: &component,
            sources: Some(&testee.dir.join(guest)),
            cases: wanted,
        };
        self.run_cases(&asked, court, progress, matrix)?;
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
        asked: &Asked<'_>,
        court: &mut dyn Court,
        progress: &dyn Progress,
        matrix: &mut Matrix,
    ) -> anyhow::Result<()> {
        let testee = asked.testee;
        let known = Expectations::read(&self.root.join("expectations"), testee, court.host())?;
        progress.step(&format!("loading {testee}"));
        court.load(asked.component, asked.sources)?;
        for case in asked.cases {
            let able = case.features.iter().all(|feature| court.has(feature));
            if !able || (self.sabotage.is_some() && known.has(&case.path)) {
                continue;
            }
            progress.step(&format!("{testee}/{}", case.path));
            let started = Instant::now();
            let came = court
                .run(case, self.seed)
                .with_context(|| format!("the case {}", case.path))?;
            matrix.cells.push(Cell {
                testee: testee.to_owned(),
                case: case.path.clone(),
                verdict: known.judge(&case.path, came.differs),
                took: started.elapsed(),
                seen: came.seen,
            });
        }
        Ok(())
    }
}

/// A guest, and the cases it is asked.
struct Asked<'a> {
    testee: &'a str,
    component: &'a Path,
    sources: Option<&'a Path>,
    cases: &'a [&'a Case],
}

/// The guest of a testee that a suite asks.
fn guest_of(suite: &str) -> &'static str {
    let found = SUITES.iter().find(|(name, _)| *name == suite);
    found.map_or(PLUGIN, |(_, guest)| guest)
}

/// Reads the cases of every suite.
///
/// # Errors
/// When one of the files is not what `SPEC.md` says.
pub fn all_cases(root: &Path) -> anyhow::Result<Vec<Case>> {
    let suites = SUITES.iter().map(|(suite, _)| *suite);
    let read = suites
        .chain([evolution::SUITE])
        .map(|suite| case::read_suite(&root.join("cases"), suite));
    Ok(read.collect::<Result<Vec<_>, _>>()?.concat())
}

/// Refuses a filter that matches no case of any testee: nothing would be run, and nothing fail.
///
/// # Errors
/// When there is one, or a suite cannot be read.
pub fn check_filters(root: &Path, filters: &[String], testees: &[Testee]) -> anyhow::Result<()> {
    let cases = all_cases(root)?;
    let matches = |filter: &str| {
        let paths = testees.iter().flat_map(|testee| {
            let path = |case: &Case| format!("{}/{}", testee.name, case.path);
            cases.iter().map(path)
        });
        paths.into_iter().any(|path| glob::matches(filter, &path))
    };
    match filters.iter().find(|filter| !matches(filter)) {
        Some(filter) => anyhow::bail!("no case is `{filter}`: a path is TESTEE/SUITE/FILE/CASE"),
        None => Ok(()),
    }
}

/// One guest that is broken does not keep the others from being asked.
fn note_broken(testee: &str, run: anyhow::Result<()>, matrix: &mut Matrix) {
    if let Err(error) = run {
        let gap = format!("the testee `{testee}` is broken: {error:#}");
        matrix.gaps.push(gap);
    }
}
