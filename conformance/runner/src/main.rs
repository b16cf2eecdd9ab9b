//! The command that runs the conformance matrix.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use guesthouse_conformance::adapter::Adapter;
use guesthouse_conformance::adapter::in_process::InProcess;
use guesthouse_conformance::adapter::process::{Process, serve};
use guesthouse_conformance::suite::Plan;
use guesthouse_conformance::{report, testee};
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
    /// Run on a host in another process: this command, cut at its spaces
    #[arg(long, value_name = "COMMAND")]
    adapter: Option<String>,
    /// Write report.json, junit.xml and report.md into this folder
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
    /// Fail where a testee's tools are missing, instead of skipping it
    #[arg(long)]
    require_all: bool,
    /// The folder with the cases, guests and expectations
    #[arg(long, default_value = "conformance")]
    root: PathBuf,
    /// Keep artefacts and what comes between in this folder
    #[arg(long, default_value = "target/conformance")]
    work: PathBuf,
    /// Be the host of this repository for another runner, on standard input and output
    #[arg(long)]
    serve: bool,
}

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
    let mut host: Box<dyn Adapter> = match &args.adapter {
        None => Box::new(InProcess::new()?),
        Some(command) => {
            let words: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
            Box::new(Process::start(&words)?)
        }
    };
    let plan = Plan {
        root: &args.root,
        work: &std::path::absolute(&args.work)?,
        suite: "abi",
        filters: &args.filters,
        seed: args.seed,
    };
    let testees = testee::read_all(&args.root.join("guests"))?;
    let matrix = plan.run(&testees, host.as_mut(), &Console)?;
    if let Some(folder) = &args.report {
        report::write(&matrix, folder)?;
    }
    tell(&report::terminal(&matrix));
    Ok(matrix.holds() && (matrix.skipped.is_empty() || !args.require_all))
}

#[expect(clippy::print_stdout, reason = "the result of a command")]
fn tell(text: &str) {
    print!("{text}");
}
