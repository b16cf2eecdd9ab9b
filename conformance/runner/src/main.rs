//! The command that runs the conformance matrix.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;
use clap::builder::PossibleValuesParser;
use guesthouse_conformance::adapter::Adapter;
use guesthouse_conformance::adapter::in_process::InProcess;
use guesthouse_conformance::adapter::process::{Process, serve};
use guesthouse_conformance::adapter::program::{self, Started};
use guesthouse_conformance::events::{self, Determinism, Host, Plugins};
use guesthouse_conformance::report::{self, Report};
use guesthouse_conformance::sabotage::{self, Caught};
use guesthouse_conformance::suite::{self, Abi, Matrix, Plan};
use guesthouse_conformance::testee::{self, Testee};
use guesthouse_toolchain::Progress;

/// Ask every toolchain whether it means what the WIT says
#[derive(Parser)]
#[command(name = "guesthouse-conformance")]
struct Args {
    /// Run only these cases: globs over paths such as `go/abi/integers/*`
    filters: Vec<String>,
    /// Make generated values from this seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Run on this host, several times for several; without it, on all
    #[arg(long = "host", value_name = "NAME", value_parser = PossibleValuesParser::new(HOSTS))]
    hosts: Vec<String>,
    /// Run on another host instead: an adapter's command, cut at its spaces
    #[arg(long, value_name = "COMMAND", conflicts_with = "hosts")]
    adapter: Option<String>,
    /// Write report.html, report.json, junit.xml and report.md into this folder
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
    /// Compare this page of the documentation with what the run found; with BLESS=1, rewrite it
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Fail where a testee's or a host's tools are missing, instead of skipping it
    #[arg(long)]
    require_all: bool,
    /// The folder with the cases, guests and expectations
    #[arg(long, default_value = "conformance")]
    root: PathBuf,
    /// Keep artefacts and what comes between in this folder
    #[arg(long, default_value = "target/conformance")]
    work: PathBuf,
    /// Tell guests to make this mistake of sabotage.toml, or each of them (`all`), and fail unless
    /// exactly the right cases do; without --host on the host in this process
    #[arg(long, value_name = "NAME")]
    sabotage: Option<String>,
    /// Be the host of this repository for another runner, on standard input and output
    #[arg(long)]
    serve: bool,
}

/// The hosts that this command knows.
const HOSTS: [&str; 4] = [IN_PROCESS, events::Command::NAME, "node", "browser"];

const IN_PROCESS: &str = "in-process";

/// Tells what is going on.
struct Console;

impl Progress for Console {
    #[expect(clippy::print_stderr, reason = "the conversation of a command")]
    fn step(&self, what: &str) {
        eprintln!("{what}");
    }
}

fn main() -> ExitCode {
    // Components are compiled in a child process, and that child is this program.
    guesthouse_sandbox::worker::run_if_asked();
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            Console.step(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether everything is as it should be.
fn run(args: &Args) -> anyhow::Result<bool> {
    if args.serve {
        let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
        return serve(&mut InProcess::new()?, input, output).map(|()| true);
    }
    let testees = testee::read_all(&args.root.join("guests"))?;
    suite::check_filters(&args.root, &args.filters, &testees)?;
    if let Some(name) = &args.sabotage {
        return run_sabotage(args, name, &testees);
    }
    let hosts = match &args.adapter {
        Some(command) => vec![run_adapter(args, command, &testees)?],
        None => run_hosts(args, &testees)?,
    };
    for matrix in &hosts {
        tell(&report::terminal(matrix));
    }
    let report = Report::new(&args.root, &hosts)?;
    if let Some(folder) = &args.report {
        report.write(folder)?;
    }
    tell(&format!("{}\n", report.totals()));
    let complete = hosts.iter().all(|matrix| matrix.skipped.is_empty());
    let fresh = is_fresh(args, &report, complete)?;
    Ok(hosts.iter().all(Matrix::holds) && fresh && (complete || !args.require_all))
}

/// Whether the page of the documentation says what the run found. A run that skipped something
/// cannot tell.
fn is_fresh(args: &Args, report: &Report<'_>, complete: bool) -> anyhow::Result<bool> {
    let Some(page) = &args.summary else {
        return Ok(true);
    };
    if !complete {
        let why = "NOT COMPARED, because something was skipped";
        tell(&format!("{}: {why}\n", page.display()));
        return Ok(true);
    }
    let bless = std::env::var_os("BLESS").is_some_and(|it| it == "1");
    let differs = report.summary_differs(page, bless)?;
    differs
        .iter()
        .for_each(|what| Console.step(&format!("error: {what}")));
    Ok(differs.is_none())
}

fn plan(args: &Args) -> anyhow::Result<(PathBuf, Plan<'_>)> {
    let work = std::path::absolute(&args.work)?;
    let plan = Plan {
        root: &args.root,
        work: work.clone(),
        filters: &args.filters,
        seed: args.seed,
        sabotage: None,
    };
    Ok((work, plan))
}

fn run_adapter(args: &Args, command: &str, testees: &[Testee]) -> anyhow::Result<Matrix> {
    let words: Vec<_> = command.split_whitespace().map(OsString::from).collect();
    run_abi(args, &mut Process::start(&words)?, testees)
}

/// The hosts that were named, or all.
fn hosts(args: &Args) -> Vec<&str> {
    match args.hosts.is_empty() {
        true => HOSTS.to_vec(),
        false => args.hosts.iter().map(String::as_str).collect(),
    }
}

fn run_hosts(args: &Args, testees: &[Testee]) -> anyhow::Result<Vec<Matrix>> {
    let run = |name| match name {
        IN_PROCESS => run_in_process(args, testees),
        events::Command::NAME => run_command(args, testees),
        program => run_program(args, program, testees),
    };
    hosts(args).into_iter().map(run).collect()
}

fn run_program(args: &Args, name: &str, testees: &[Testee]) -> anyhow::Result<Matrix> {
    match program::start(name, &args.root, &args.work)? {
        Started::Host(mut host) => run_abi(args, &mut host, testees),
        Started::Missing(why) => {
            let mut matrix = Matrix::new(name, args.seed);
            matrix.skipped.push((format!("the host {name}"), why));
            Ok(matrix)
        }
    }
}

/// Runs the only suite of a host in another process.
fn run_abi(args: &Args, host: &mut Process, testees: &[Testee]) -> anyhow::Result<Matrix> {
    let mut matrix = Matrix::new(host.name(), args.seed);
    matrix.note_stale(&args.root, testees)?;
    let (_, plan) = plan(args)?;
    plan.run(testees, &mut Abi::new(host), &Console, &mut matrix)?;
    Ok(matrix)
}

fn run_in_process(args: &Args, testees: &[Testee]) -> anyhow::Result<Matrix> {
    let mut adapter = InProcess::new()?;
    let mut matrix = Matrix::new(adapter.name(), args.seed);
    matrix.note_stale(&args.root, testees)?;
    let (work, plan) = plan(args)?;
    plan.run(testees, &mut Abi::new(&mut adapter), &Console, &mut matrix)?;
    run_plugins(&plan, testees, &mut matrix, events::InProcess::new)?;
    let mut determinism = Determinism::new(command()?, &work)?;
    plan.run(testees, &mut determinism, &Console, &mut matrix)?;
    Ok(matrix)
}

/// Runs the suites of events, but for `determinism`, which compares hosts.
fn run_plugins<H: Host>(
    plan: &Plan<'_>,
    testees: &[Testee],
    matrix: &mut Matrix,
    host: impl Fn() -> anyhow::Result<H>,
) -> anyhow::Result<()> {
    for suite in ["contract", "failure", "limits"] {
        let mut court = Plugins::new(suite, host()?);
        plan.run(testees, &mut court, &Console, matrix)?;
    }
    plan.run_kept(&mut Plugins::new("evolution", host()?), &Console, matrix)
}

fn run_sabotage(args: &Args, name: &str, testees: &[Testee]) -> anyhow::Result<bool> {
    let in_process = [IN_PROCESS.to_owned()];
    let named = Some(args.hosts.as_slice()).filter(|hosts| !hosts.is_empty());
    let mut holds = true;
    for host in named.unwrap_or(&in_process) {
        let caught = sabotage_on(args, name, host, testees)?;
        tell(&format!("on the host {host}\n{}", caught.terminal()));
        holds &= caught.wrong.is_empty();
    }
    Ok(holds)
}

fn sabotage_on(args: &Args, name: &str, host: &str, testees: &[Testee]) -> anyhow::Result<Caught> {
    let mut caught = Caught::default();
    let (mut adapter, mut contract): (Box<dyn Adapter>, _) = if host == IN_PROCESS {
        let contract = Plugins::new("contract", events::InProcess::new()?);
        (Box::new(InProcess::new()?), Some(contract))
    } else {
        match program::start(host, &args.root, &args.work)? {
            Started::Host(adapter) => (Box::new(adapter), None),
            Started::Missing(why) if args.require_all => bail!("the host {host}: {why}"),
            Started::Missing(why) => {
                tell(&format!("SKIPPED the host {host}: {why}\n"));
                return Ok(caught);
            }
        }
    };
    for mistake in sabotage::read(&args.root, name)? {
        let (_, mut plan) = plan(args)?;
        plan.sabotage = Some(&mistake.name);
        adapter.sabotage(Some(mistake.name.clone()));
        let mut matrix = Matrix::new(host, args.seed);
        plan.run(testees, &mut Abi::new(&mut *adapter), &Console, &mut matrix)?;
        if let Some(contract) = &mut contract {
            contract.sabotage(&mistake.name);
            plan.run(testees, contract, &Console, &mut matrix)?;
        }
        caught.add(&mistake, &matrix);
        if args.require_all {
            caught.demand_all(&matrix);
        }
    }
    if name == "all" && args.filters.is_empty() {
        caught.demand_enough();
    }
    Ok(caught)
}

fn run_command(args: &Args, testees: &[Testee]) -> anyhow::Result<Matrix> {
    let (work, plan) = plan(args)?;
    let mut matrix = Matrix::new(events::Command::NAME, args.seed);
    matrix.note_stale(&args.root, testees)?;
    let host = || events::Command::new(command()?, work.join("command"));
    run_plugins(&plan, testees, &mut matrix, host)?;
    Ok(matrix)
}

/// The command `guesthouse` that was built beside this program.
fn command() -> anyhow::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("guesthouse"))
}

#[expect(clippy::print_stdout, reason = "the result of a command")]
fn tell(text: &str) {
    print!("{text}");
}
