//! Reports a panic as a bug of Guesthouse.

use std::io::Write;
use std::panic::{PanicHookInfo, UnwindSafe};

use guesthouse_diagnostics::{clean, in_parser};

use crate::error::Kind;

/// The longest panic message that is shown, in bytes.
const MESSAGE: usize = 2_000;

pub(crate) fn install() {
    std::panic::set_hook(Box::new(report));
}

/// Runs the command. A panic in it is a bug of Guesthouse, which the hook reports.
pub(crate) fn caught(command: impl FnOnce() -> Result<(), Kind> + UnwindSafe) -> Result<(), Kind> {
    std::panic::catch_unwind(command).unwrap_or(Err(Kind::Bug))
}

fn report(info: &PanicHookInfo<'_>) {
    if in_parser() {
        return;
    }
    let mut err = std::io::stderr().lock();
    let message = clean(info.payload_as_str().unwrap_or("no message"), MESSAGE, true);
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    // Standard error may be closed; a panic inside the hook would abort.
    let _ = writeln!(
        err,
        "error[host-bug]: {message}\n  --> {place}\nhint: this is a bug in guesthouse {version}; \
         report it with the command and its input"
    );
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        let _ = writeln!(err, "{}", std::backtrace::Backtrace::force_capture());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_has_an_exit_code_of_its_own() {
        let ended = caught(|| panic!("a test of panics"));
        assert_eq!(ended.unwrap_err().exit_code(), 70);
        assert_eq!(caught(|| Err(Kind::Usage)).unwrap_err().exit_code(), 2);
    }
}
