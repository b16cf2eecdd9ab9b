//! One file per verb, with its options and its implementation.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod doctor;
pub(crate) mod generate;
pub(crate) mod new;
pub(crate) mod run;

use guesthouse_diagnostics::Diagnostic;
use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

/// Builds the runtime of a verb.
fn runtime(builder: &mut Builder) -> Result<Runtime> {
    builder.enable_all().build().map_err(|error| {
        let found = Diagnostic::error("no-threads", format_args!("cannot start threads: {error}"));
        let hint = "raise the limits on processes and open files, then run the command again";
        Error::failed(found.hint(hint))
    })
}

/// Adds the file to diagnostics without a place.
fn at_file(diagnostics: &mut [Diagnostic], file: &std::path::Path) {
    for diagnostic in diagnostics {
        let place = || file.display().to_string().into();
        diagnostic.place.get_or_insert_with(place);
    }
}

/// A path, safe to print. An untrusted author may have chosen it.
fn path(path: &std::path::Path) -> String {
    guesthouse_sandbox::clean(&path.display().to_string(), 4_000, false)
}

/// A name that an untrusted author chose, safe to print.
fn printable(text: &str) -> String {
    guesthouse_sandbox::clean(text, 200, false)
}
