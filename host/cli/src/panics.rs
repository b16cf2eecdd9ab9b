//! A panic is our bug, and says so.

use std::io::Write;
use std::panic::PanicHookInfo;

pub(crate) fn install() {
    std::panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    let mut err = std::io::stderr().lock();
    let message = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    // Standard error may be closed; a panic inside the hook would abort.
    let _ = writeln!(
        err,
        "error[host-bug]: {message}\n  --> {place}\nhint: this is a bug in guesthouse {version}; \
         please report it with the command and its input"
    );
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        let _ = writeln!(err, "{}", std::backtrace::Backtrace::force_capture());
    }
}
