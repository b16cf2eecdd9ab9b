//! The command `guesthouse`.

mod args;
mod at_start;
mod command_line;
mod console;
mod error;
mod findings;
mod pages;
mod panics;
mod render;
mod stdout;
mod verbs;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use clap::error::ErrorKind;
use guesthouse_diagnostics::Diagnostic;

use args::{Cli, Format, Global, Verb};
use console::Console;
use error::{Error, Kind, Result};

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
        Err(answer) => return refused(answer),
    };
    let console = Arc::new(Console::new(&cli.global));
    let has_data = cli.verb.has_data();
    let ended = dispatch(cli.verb, &console);
    finished(&console, has_data, ended)
}

/// Answers a command line that asks for help, or that the parser does not accept.
fn refused(answer: clap::Error) -> Result<(), Kind> {
    let console = Console::new(&Global::of_refused());
    print_answer(answer, &console).or_else(|error| finished(&console, false, Err(error)))
}

fn finished(console: &Console, has_data: bool, ended: Result<()>) -> Result<(), Kind> {
    let ended = ended.map_err(|error| reported(console, &error));
    if ended.is_err() && std::env::current_dir().is_err() {
        console.report(&no_current_folder());
    }
    let finished = console.finish(has_data);
    ended.and(finished.map_err(|error| reported(console, &error)))
}

/// Relative paths lead nowhere if the current folder was removed, and the errors about them do not say so.
fn no_current_folder() -> Diagnostic {
    let message = "the current folder no longer exists, so no relative path can be found";
    let hint = "change to a folder that exists, then run the command again";
    Diagnostic::error("no-current-folder", message).hint(hint)
}

fn reported(console: &Console, error: &Error) -> Kind {
    let found = &error.diagnostics;
    found.iter().for_each(|found| console.report(found));
    error.kind
}

/// Prints the help, the version, or an error of the command line.
fn print_answer(answer: clap::Error, console: &Console) -> Result<()> {
    let is_help = answer.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if answer.use_stderr() && !(is_help && console.format == Format::Text) {
        return Err(Error::usage(command_line::diagnostic(answer)));
    }
    if !answer.use_stderr() {
        stdout::require_open()?;
    }
    // A failed write leaves its text in a buffer, whose loss nobody would report.
    match answer.print().and_then(|()| std::io::stdout().flush()) {
        _ if is_help => Err(Error::reported(Kind::Usage)),
        Err(error) => Err(Error::stdout(&error)),
        Ok(()) => Ok(()),
    }
}

fn dispatch(verb: Verb, console: &Arc<Console>) -> Result<()> {
    match verb {
        Verb::New(new) => new.run(console),
        Verb::Build(build) => build.run(console),
        Verb::Dev(dev) => dev.run(console),
        Verb::Sdk(sdk) => sdk.run(console),
        Verb::Check(check) => check.run(console),
        Verb::Run(run) => run.run(console),
        Verb::Replay(replay) => replay.run(console),
        Verb::State(state) => state.run(console),
        Verb::Outcomes(outcomes) => outcomes.run(console),
        Verb::Policy(policy) => policy.run(console),
        Verb::Call(call) => call.run(console),
        Verb::Test(test) => test.run(console),
        Verb::Compare(compare) => compare.run(console),
        Verb::Contract(contract) => contract.run(console),
        Verb::Domain(domain) => domain.run(console),
        Verb::Doctor(doctor) => doctor.run(console),
        Verb::Explain(explain) => explain.run(console),
        Verb::Generate(generate) => generate.run(),
    }
}
