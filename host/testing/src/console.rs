//! The output of a runner: results go to standard output, everything else to standard error.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write as _;

/// Writes a line of the result.
pub fn report(text: &str) {
    // If the reader closed the pipe, it does not want the rest.
    writeln!(std::io::stdout(), "{text}").ok();
}

/// Writes a message about the run.
pub fn info(text: &str) {
    writeln!(std::io::stderr(), "{text}").ok();
}

/// A progress line. It appears only on a terminal and disappears at the end.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts to count `things`, such as `attacks`.
    #[must_use]
    pub fn new(things: &str) -> Self {
        let template = format!("{{spinner}} {{pos}} {things} in {{elapsed}}, last: {{wide_msg}}");
        let style = ProgressStyle::with_template(&template);
        let bar = ProgressBar::new_spinner();
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())))
    }

    /// Counts one more thing.
    pub fn step(&self, what: String) {
        self.0.inc(1);
        self.0.set_message(what);
    }

    /// Writes a message above the line.
    pub fn info(&self, text: &str) {
        self.0.suspend(|| info(text));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
