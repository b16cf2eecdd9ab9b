//! The worker: a process that checks or compiles one component and exits.

use super::confine::confine;
use super::protocol::{
    ARGUMENT, DONE, Described, FAILED, GREETING, Job, Request, STARVED, UNCONFINED,
};
use crate::engine;
use rustix::process::{Resource, Rlimit};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::ExitCode;

/// Bytes of stack of each thread. The compiler recurses over structures that a guest chose.
const STACK: usize = 64 << 20;
const WATCH_STACK: usize = 128 << 10;

/// Makes this process a worker and ends it, if it was started as one. Otherwise returns.
///
/// A program that compiles components by running itself calls this at the top of `main`, before it
/// does anything else.
pub fn run_if_asked() {
    if is_worker() {
        std::process::exit(match work() {
            Ok(()) => 0,
            Err(_) => 1,
        });
    }
}

/// Runs the worker. A program that is only a worker has this as its `main`.
pub fn main() -> ExitCode {
    if is_worker() {
        run_if_asked();
    } else {
        // A user started this program by hand.
        drop(
            std::io::stderr()
                .write_all(b"guesthouse starts this program itself: do not start it by hand\n"),
        );
    }
    ExitCode::from(2)
}

pub(super) fn is_worker() -> bool {
    std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == ARGUMENT)
}

fn work() -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(GREETING)?;
    stdout.flush()?;
    let mut stdin = BufReader::new(std::io::stdin().lock());
    let mut header = String::new();
    stdin.read_line(&mut header)?;
    let request: Request = serde_json::from_str(&header)?;
    restrict(&request)?;
    let (answer, text) = match confine() {
        Ok(()) => answer(component(stdin, request.bytes)?, request.job),
        Err(error) => (
            UNCONFINED,
            format!("it cannot restrict its own permissions: {error}").into_bytes(),
        ),
    };
    stdout.write_all(&[answer])?;
    writeln!(stdout, "{}", text.len())?;
    stdout.write_all(&text)?;
    stdout.flush()
}

fn component(stdin: impl Read, length: u64) -> std::io::Result<Vec<u8>> {
    // The host has checked the length.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    stdin.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

fn answer(bytes: Vec<u8>, job: Job) -> (u8, Vec<u8>) {
    let started = end_with_host().and_then(|()| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        builder.spawn(move || perform(&job, &bytes))
    });
    match started {
        Ok(thread) => outcome(thread.join()),
        Err(error) => (STARVED, error.to_string().into_bytes()),
    }
}

pub(super) fn perform(job: &Job, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let json = match job {
        Job::Compile => return compile(bytes),
        Job::Judge(contract) => serde_json::to_vec(&contract.judge(bytes)),
        Job::JudgeAgainst(against) => serde_json::to_vec(&against.judge(bytes)),
        Job::Report(against, refused) => {
            serde_json::to_vec(&guesthouse_inspect::report(bytes, against, refused.clone()))
        }
        Job::World => described(bytes).and_then(|described| serde_json::to_vec(&described)),
    };
    json.map_err(|error| error.to_string())
}

fn described(bytes: &[u8]) -> serde_json::Result<Described> {
    Ok(match guesthouse_inspect::world(bytes) {
        Ok(model) => Described::World(serde_json::value::to_raw_value(&model)?),
        Err(refused) => Described::Refused(refused),
    })
}

/// Ends this process when the host closes the pipe. The host sends nothing more, and closes the
/// pipe when it has its answer or when it ends.
fn end_with_host() -> std::io::Result<()> {
    let builder = std::thread::Builder::new().stack_size(WATCH_STACK);
    let wait = || {
        std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink()).ok();
        std::process::exit(1);
    };
    builder.spawn(wait).map(drop)
}

/// Lowers the limits and the priority of this process. The process cannot raise them again.
fn restrict(request: &Request) -> std::io::Result<()> {
    let limit = |resource, value: u64| {
        // The limit that this process inherited may be lower. It cannot be raised.
        let inherited = rustix::process::getrlimit(resource).maximum;
        let value = Some(inherited.map_or(value, |inherited| inherited.min(value)));
        let limit = Rlimit {
            current: value,
            maximum: value,
        };
        rustix::process::setrlimit(resource, limit)
    };
    limit(Resource::As, request.memory)?;
    limit(Resource::Cpu, request.cpu_seconds)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    // Events have priority over compiling. If the system refuses, compiling still works.
    rustix::process::nice(19).ok();
    Ok(())
}

fn outcome(compiled: std::thread::Result<Result<Vec<u8>, String>>) -> (u8, Vec<u8>) {
    match compiled {
        Ok(Ok(result)) => (DONE, result),
        Ok(Err(message)) => (FAILED, message.into_bytes()),
        Err(_panic) => (FAILED, b"the compiler panicked".to_vec()),
    }
}

/// Compiles a component for the engine that runs guests.
fn compile(bytes: &[u8]) -> Result<Vec<u8>, String> {
    engine::compiling()
        .and_then(|engine| engine.precompile_component(bytes))
        .map_err(|error| format!("{error:#}"))
}
