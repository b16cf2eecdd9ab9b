//! Why a state file cannot be used, and what to do.

use guesthouse::{StateError, StateFault};
use guesthouse_diagnostics::{Diagnostic, chain};

use crate::error::{Error, about_file};

const RESTORE: &str = "restore the file from a copy, or start with a new one";

/// Returns the error of a state file that cannot be used. `other` says what to do if it is not one.
pub(in crate::verbs) fn unusable(error: &StateError, other: &str) -> Error {
    let hint = match (error.fault(), error.io_error()) {
        (Some(StateFault::InUse), _) => "wait until the process that has it open ends, or end it",
        (Some(StateFault::Damaged), _) => RESTORE,
        (Some(StateFault::OldFormat(_)), _) => {
            "convert it with `guesthouse state import FILE < /dev/null`; older hosts cannot read it then, \
             so keep a copy"
        }
        (None, Some(kind)) => return Error::usage(about_file(kind, chain(error))),
        _ => other,
    };
    Error::usage(Diagnostic::error("state", chain(error)).hint(hint))
}

impl From<StateError> for Error {
    fn from(error: StateError) -> Self {
        unusable(&error, RESTORE)
    }
}
