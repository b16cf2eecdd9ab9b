//! A run of the matrix: suites on hosts, side by side, and the report of their results.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use guesthouse_conformance::abi::Abi;
use guesthouse_conformance::adapter::Adapter as _;
use guesthouse_conformance::adapter::in_process::InProcess;
use guesthouse_conformance::adapter::process::Process;
use guesthouse_conformance::adapter::program::{self, Started};
use guesthouse_conformance::events::{self, Determinism, Host, Plugins};
use guesthouse_conformance::evolution;
use guesthouse_conformance::guests::Guests;
use guesthouse_conformance::plan::Plan;
use guesthouse_conformance::report::{self, Report};
use guesthouse_conformance::result::Matrix;
use guesthouse_conformance::testee::{self, Testee};
use guesthouse_testing::bless;
use guesthouse_toolchain::Progress as _;
use rayon::prelude::*;

use crate::args::{Args, IN_PROCESS};
use crate::console::{Console, print};

/// Every suite on every host, in the order in which they start. Long suites come first, because a
/// long suite that starts last would leave the other processors idle. A suite that compiles or
/// transpiles its guests comes well before the next suite with the same guests, which reuses the
/// results: `contract` before all other suites of plugins, `node` before `browser`.
const JOBS: &[(&str, &str)] = &[
    (IN_PROCESS, "abi"),
    (IN_PROCESS, "contract"),
    ("node", "abi"),
    (IN_PROCESS, "failure"),
    (IN_PROCESS, "limits"),
    (IN_PROCESS, evolution::SUITE),
    (IN_PROCESS, "determinism"),
    ("browser", "abi"),
    (events::Command::NAME, "contract"),
    (events::Command::NAME, "failure"),
    (events::Command::NAME, "limits"),
    (events::Command::NAME, evolution::SUITE),
];

/// A run of the command.
pub(crate) struct Session<'a> {
    pub(crate) args: &'a Args,
    testees: Vec<Testee>,
    work: PathBuf,
}

impl<'a> Session<'a> {
    /// Reads the testees and checks the filters.
    pub(crate) fn open(args: &'a Args) -> anyhow::Result<Self> {
        let session = Self {
            args,
            testees: testee::read_all(&args.root.join("guests"))?,
            work: std::path::absolute(&args.work)?,
        };
        session.plan().check_filters()?;
        Ok(session)
    }

    pub(crate) fn plan(&self) -> Plan<'_> {
        Plan {
            root: &self.args.root,
            testees: &self.testees,
            filters: &self.args.filters,
            seed: self.args.seed,
            sabotage: None,
        }
    }

    /// Builds the guests that these suites need.
    pub(crate) fn guests(&self, suites: &[&str]) -> anyhow::Result<Guests> {
        let mut built: Vec<_> = suites.to_vec();
        // Guests of released contracts are not built.
        built.retain(|suite| *suite != evolution::SUITE);
        let wanted = self.plan().guests(&built)?;
        Ok(Guests::build(&wanted, &self.work, &Console))
    }

    /// Starts the host of a program of this repository.
    pub(crate) fn start(&self, name: &str) -> anyhow::Result<Started> {
        program::start(name, &self.args.root, &self.work)
    }

    /// Runs the matrix and reports it. Returns whether no case failed.
    pub(crate) fn run(&self) -> anyhow::Result<bool> {
        let hosts = match &self.args.adapter {
            Some(command) => vec![self.run_adapter(command)?],
            None => self.run_hosts()?,
        };
        for matrix in &hosts {
            print(&report::terminal(matrix));
        }
        let report = Report::new(&self.args.root, &hosts)?;
        if let Some(folder) = &self.args.report {
            report.write(folder)?;
        }
        Console.step(&report::slowest(&hosts));
        print(&format!("{}\n", report.totals()));
        let complete = hosts.iter().all(|matrix| matrix.skipped.is_empty());
        let fresh = self.is_fresh(&report, complete)?;
        let passed = hosts.iter().all(Matrix::holds);
        Ok(passed && fresh && (complete || !self.args.require_all))
    }

    /// Returns whether the page of the documentation matches the results. A run that skipped
    /// something does not compare them.
    fn is_fresh(&self, report: &Report<'_>, complete: bool) -> anyhow::Result<bool> {
        let Some(page) = &self.args.summary else {
            return Ok(true);
        };
        if !complete {
            let page = page.display();
            print(&format!(
                "{page}: NOT COMPARED, because something was skipped\n"
            ));
            return Ok(true);
        }
        let stale = report.compare_or_write_summary(page, bless::is_set())?;
        if let Some(message) = &stale {
            Console.step(&format!("error: {message}"));
        }
        Ok(stale.is_none())
    }

    /// Runs the only suite of a host behind an adapter.
    fn run_adapter(&self, command: &str) -> anyhow::Result<Matrix> {
        let words: Vec<_> = command.split_whitespace().map(OsString::from).collect();
        let mut host = Process::start(&words)?;
        let guests = self.guests(&["abi"])?;
        let plan = self.plan();
        let mut matrix = Matrix::new(host.name(), self.args.seed);
        matrix.gaps = plan.stale_expectations(host.name())?;
        plan.run(&mut Abi::new(&mut host), &guests, &Console, &mut matrix)?;
        Ok(matrix)
    }

    /// Runs the suites of all hosts side by side. The results are in the order of the hosts and of
    /// their suites, regardless of which ends first.
    fn run_hosts(&self) -> anyhow::Result<Vec<Matrix>> {
        let hosts = self.args.hosts();
        let mut jobs = JOBS.to_vec();
        jobs.retain(|(host, _)| hosts.contains(host));
        let suites: Vec<_> = jobs.iter().map(|(_, suite)| *suite).collect();
        let guests = self.guests(&suites)?;
        let parts = side_by_side(&jobs, |&(host, suite)| self.run_job(host, suite, &guests));
        let mut matrices = Vec::new();
        for host in hosts {
            let mut matrix = Matrix::new(host, self.args.seed);
            matrix.gaps = self.plan().stale_expectations(host)?;
            matrices.push(matrix);
        }
        for ((host, _), part) in jobs.iter().zip(parts) {
            let part = part?;
            if let Some(matrix) = matrices.iter_mut().find(|matrix| matrix.host == *host) {
                matrix.append(part);
            }
        }
        Ok(matrices)
    }

    fn run_job(&self, host: &str, suite: &'static str, guests: &Guests) -> anyhow::Result<Matrix> {
        let mut matrix = Matrix::new(host, self.args.seed);
        let plan = self.plan();
        match (host, suite) {
            (IN_PROCESS, "abi") => {
                let mut adapter = InProcess::new()?;
                plan.run(&mut Abi::new(&mut adapter), guests, &Console, &mut matrix)?;
            }
            (IN_PROCESS, "determinism") => {
                let mut suite = Determinism::new(command()?, &self.work)?;
                plan.run(&mut suite, guests, &Console, &mut matrix)?;
            }
            (IN_PROCESS, suite) => {
                run_plugins(&plan, suite, events::InProcess::new()?, guests, &mut matrix)?;
            }
            (events::Command::NAME, suite) => {
                let folder = self.work.join("command").join(suite);
                let host = events::Command::new(command()?, folder)?;
                run_plugins(&plan, suite, host, guests, &mut matrix)?;
            }
            (program, _) => match self.start(program)? {
                Started::Host(mut host) => {
                    plan.run(&mut Abi::new(&mut host), guests, &Console, &mut matrix)?;
                }
                Started::Missing(why) => matrix.skip(&format!("the host {program}"), &why),
            },
        }
        Ok(matrix)
    }
}

fn run_plugins<H: Host>(
    plan: &Plan<'_>,
    suite: &'static str,
    host: H,
    guests: &Guests,
    matrix: &mut Matrix,
) -> anyhow::Result<()> {
    let mut plugins = Plugins::new(suite, host);
    if suite == evolution::SUITE {
        return plan.run_released(&mut plugins, &Console, matrix);
    }
    plan.run(&mut plugins, guests, &Console, matrix)
}

/// Starts jobs in their order, one per processor at a time, and returns their results in the same
/// order.
pub(crate) fn side_by_side<J: Sync, T: Send>(jobs: &[J], run: impl Fn(&J) -> T + Sync) -> Vec<T> {
    let numbered = jobs.iter().enumerate().par_bridge();
    let mut results: Vec<_> = numbered.map(|(at, job)| (at, run(job))).collect();
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Returns the command `guesthouse` that was built beside this program.
fn command() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(Path::new(&program).with_file_name("guesthouse"))
}
