//! The command that runs the conformance matrix.

mod args;
mod console;
mod mistakes;
mod session;

use std::process::ExitCode;

use clap::Parser as _;
use guesthouse_conformance::adapter::in_process::InProcess;
use guesthouse_conformance::adapter::process::serve;
use guesthouse_toolchain::Progress as _;

use args::Args;
use console::Console;
use session::Session;

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

/// Returns whether no case failed.
fn run(args: &Args) -> anyhow::Result<bool> {
    if args.serve {
        let input = std::io::stdin().lock();
        let output = std::io::stdout().lock();
        return serve(&mut InProcess::new()?, input, output).map(|()| true);
    }
    let session = Session::open(args)?;
    match &args.sabotage {
        Some(name) => mistakes::run(&session, name),
        None => session.run(),
    }
}
