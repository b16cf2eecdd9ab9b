//! The output of the command: results on standard output, progress and errors on standard error.

use guesthouse_toolchain::Progress;

/// Prints progress and errors.
pub(crate) struct Console;

impl Progress for Console {
    #[expect(clippy::print_stderr, reason = "progress and errors of a command")]
    fn step(&self, what: &str) {
        eprintln!("{what}");
    }
}

/// Prints a part of the result.
#[expect(clippy::print_stdout, reason = "the result of a command")]
pub(crate) fn print(text: &str) {
    print!("{text}");
}
