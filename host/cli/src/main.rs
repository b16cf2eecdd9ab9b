//! The command `guesthouse`.

mod args;
mod console;
mod error;
mod findings;
mod panics;
mod stdout;
mod verbs;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use args::{Cli, Verb};
use console::Console;
use error::{Kind, Result};

// The system's allocator keeps an arena per thread, so the memory of a long-running host would grow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The host compiles components in a child process that runs this same program.
    guesthouse_sandbox::worker::run_if_asked();
    panics::install();
    match panics::caught(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(kind) => kind.exit_code().into(),
    }
}

fn start() -> Result<(), Kind> {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return print_answer(&answer),
    };
    let console = Arc::new(Console::new(&cli.global));
    dispatch(cli.verb, &console).map_err(|error| {
        let found = &error.diagnostics;
        found.iter().for_each(|found| console.report(found));
        error.kind
    })
}

/// Prints the help, the version, or an error of the command line.
fn print_answer(answer: &clap::Error) -> Result<(), Kind> {
    match answer.print() {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(Kind::Closed),
        _ if answer.use_stderr() => Err(Kind::Usage),
        _ => Ok(()),
    }
}

fn dispatch(verb: Verb, console: &Arc<Console>) -> Result<()> {
    match verb {
        Verb::New(new) => new.run(console),
        Verb::Build(build) => build.run(console),
        Verb::Check(check) => check.run(console),
        Verb::Run(run) => run.run(console),
        Verb::Compare(compare) => compare.run(console),
        Verb::Doctor(doctor) => doctor.run(console),
        Verb::Generate(generate) => generate.run(),
    }
}
