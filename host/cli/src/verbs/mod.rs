//! One file per verb, with its options and its implementation.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod compare;
mod compiling;
mod component;
pub(crate) mod contract;
pub(crate) mod dev;
pub(crate) mod doctor;
pub(crate) mod domain;
pub(crate) mod explain;
pub(crate) mod generate;
mod json_lines;
pub(crate) mod new;
pub(crate) mod outcomes;
pub(crate) mod policy;
pub(crate) mod replay;
pub(crate) mod run;
pub(crate) mod sdk;
mod source;
pub(crate) mod state;
pub(crate) mod test;
mod world;

use std::num::{IntErrorKind, NonZeroU64};
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, StringValueParser, TypedValueParser};
use guesthouse_diagnostics::Diagnostic;
use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result, plain};

/// More than the runtime opens when it starts.
const DESCRIPTORS: usize = 16;

/// Builds the runtime of a verb.
fn runtime(builder: &mut Builder) -> Result<Runtime> {
    require_descriptors()
        .and_then(|()| builder.enable_all().build())
        .map_err(|error| Error::failed(no_threads(&error)))
}

/// Checks that the system lets this process open files: the runtime panics if it cannot open its own.
fn require_descriptors() -> std::io::Result<()> {
    let open = |_| std::fs::File::open("/dev/null");
    (0..DESCRIPTORS)
        .map(open)
        .collect::<Result<Vec<_>, _>>()
        .map(drop)
}

fn no_threads(error: &std::io::Error) -> Diagnostic {
    let hint = match error.kind() {
        // The system refuses a thread like this.
        std::io::ErrorKind::WouldBlock => {
            "raise the limits on processes and on virtual memory (`ulimit -u`, `ulimit -v`), then run \
             the command again"
        }
        std::io::ErrorKind::OutOfMemory => {
            "raise the limit on virtual memory (`ulimit -v`), then run the command again"
        }
        _ => "raise the limit on open files (`ulimit -n`), then run the command again",
    };
    Diagnostic::error("no-threads", format_args!("cannot start: {}", plain(error))).hint(hint)
}

/// Adds the file to diagnostics without a place.
fn at_file(diagnostics: &mut [Diagnostic], file: &std::path::Path) {
    for diagnostic in diagnostics {
        let place = || file.display().to_string().into();
        diagnostic.place.get_or_insert_with(place);
    }
}

/// Parses the name of a file. By convention `-` is a stream, which no option with this parser takes.
fn file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path.as_os_str() == "-" {
            let reason = "this must be a file; for a file of that name, write `./-`";
            return Err(reason);
        }
        Ok(path)
    })
}

/// Parses a whole number of at least 1. `example` is a number that fits the option.
fn count(example: u64) -> impl TypedValueParser<Value = NonZeroU64> {
    StringValueParser::new().try_map(move |text| {
        text.parse::<NonZeroU64>()
            .map_err(|error| match error.kind() {
                IntErrorKind::PosOverflow => format!("the largest number is {}", u64::MAX),
                _ => format!("it must be a whole number of at least 1, for example {example}"),
            })
    })
}

/// A path, safe to print. An untrusted author may have chosen it.
fn path(path: &std::path::Path) -> String {
    guesthouse_sandbox::clean(&path.display().to_string(), 4_000, false)
}

/// A name that an untrusted author chose, safe to print.
fn printable(text: &str) -> String {
    guesthouse_sandbox::clean(text, 200, false)
}
