//! Messages and progress on standard error. Results go to standard output, through `stdout`.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use guesthouse_diagnostics::{Diagnostic, Severity, clean_json};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Color, Format, Global, Output};
use crate::error::{Error, Result};
use crate::render::{self, Rendered, github, sarif};
use crate::{pages, stdout};

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BLUE: Style = AnsiColor::Blue.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Steps shorter than this show no progress bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Warnings that say that the results miss something: an event was changed or not handled, or a
/// record was not written.
const ABOUT_DATA: [&str; 3] = ["dropped-attributes", "id-reused", "recordings-left-out"];

/// Diagnostics that a SARIF log holds. Code scanning accepts fewer.
const MAX_RESULTS: usize = 10_000;

pub(crate) struct Console {
    pub(crate) format: Format,
    output: Output,
    quiet: bool,
    color: ColorChoice,
    bar: Mutex<Option<ProgressBar>>,
    /// The pages about the errors that were shown.
    errors: Mutex<BTreeSet<&'static str>>,
    /// The folder of the author's source files, from which their paths in diagnostics start.
    sources: Mutex<PathBuf>,
    /// The diagnostics of the SARIF log.
    results: Mutex<Vec<Diagnostic>>,
    /// The error with which the last message was lost.
    lost: Mutex<Option<io::Error>>,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto => AutoStream::choice(&io::stderr()),
        };
        Self {
            format: global.output.format(),
            output: global.output,
            quiet: global.quiet,
            color,
            bar: Mutex::new(None),
            errors: Mutex::default(),
            sources: Mutex::default(),
            results: Mutex::default(),
            lost: Mutex::default(),
        }
    }

    /// Says where the author's source files are.
    pub(crate) fn sources_are_in(&self, folder: &Path) {
        folder.clone_into(&mut locked(&self.sources));
    }

    /// Prints the text of a result, in whose place a SARIF log stands.
    pub(crate) fn result(&self, text: &str) -> Result<()> {
        if self.output == Output::Sarif {
            return Ok(());
        }
        stdout::print(text)
    }

    /// Prints a message, unless `--quiet` is given or standard error is for machines.
    pub(crate) fn info(&self, text: impl fmt::Display) {
        if !self.quiet && matches!(self.output, Output::Text | Output::Github) {
            self.write(format_args!("{text}\n"));
        }
    }

    /// Prints that a step is done: `Built welcome.wasm ...`.
    pub(crate) fn done(&self, verb: &str, text: impl fmt::Display) {
        self.info(format_args!("{GREEN}{verb}{GREEN:#} {text}"));
    }

    /// Prints an object on a line under `--format json`, unless `--quiet` is given.
    pub(crate) fn json(&self, record: &serde_json::Value) {
        if !self.quiet && self.format == Format::Json {
            self.write_json(record);
        }
    }

    // The reader of JSON may be a terminal, too.
    fn write_json(&self, value: &serde_json::Value) {
        self.write(format_args!("{}\n", clean_json(&value.to_string())));
    }

    /// Prints a diagnostic. `--quiet` does not suppress errors, nor warnings about data.
    pub(crate) fn report(&self, diagnostic: &Diagnostic) {
        let is_about_data = ABOUT_DATA.contains(&diagnostic.code.as_ref());
        if self.quiet && diagnostic.severity != Severity::Error && !is_about_data {
            return;
        }
        match self.output {
            Output::Text => self.write(Rendered(diagnostic)),
            Output::Json => self.write_json(&render::json(diagnostic)),
            Output::Github => self.write(github::annotation(&self.located(diagnostic))),
            Output::Sarif => self.keep(diagnostic),
        }
        if diagnostic.severity == Severity::Error
            && let Some((code, _)) = pages::find(&diagnostic.code)
        {
            locked(&self.errors).insert(code);
        }
    }

    fn located(&self, diagnostic: &Diagnostic) -> Diagnostic {
        render::source::located(diagnostic, &locked(&self.sources))
    }

    fn keep(&self, diagnostic: &Diagnostic) {
        let mut results = locked(&self.results);
        if results.len() < MAX_RESULTS {
            results.push(self.located(diagnostic));
        }
    }

    /// Returns an error if a message was lost, for example because the disk is full.
    pub(crate) fn require_written(&self) -> Result<()> {
        let lost = locked(&self.lost);
        let lost = lost.as_ref();
        lost.map_or(Ok(()), |error| {
            Err(Error::cannot_write("to standard error", error))
        })
    }

    /// Ends a command: writes the SARIF log, to standard output unless that has `data`, or says how to
    /// read more about the errors, once and only to a person.
    pub(crate) fn finish(&self, has_data: bool) -> Result<()> {
        match self.output {
            Output::Sarif => {
                let log = sarif::log(&locked(&self.results));
                if !has_data {
                    return stdout::json(&log);
                }
                self.write_json(&log);
            }
            Output::Text if io::stderr().is_terminal() => {
                if let Some(text) = pages::reference(&locked(&self.errors)) {
                    self.info(text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Shows progress on a terminal, once a step takes longer than a second.
    pub(crate) fn progress(&self, message: &'static str) -> Progress<'_> {
        let visible = !self.quiet && self.output == Output::Text && io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let cancel = visible.then(|| {
            bar.set_style(style());
            bar.set_message(message);
            *locked(&self.bar) = Some(bar.clone());
            show_later(bar.clone())
        });
        Progress {
            console: self,
            bar,
            cancel,
        }
    }

    fn write(&self, text: impl fmt::Display) {
        let bar = locked(&self.bar).clone();
        let mut rendered = AutoStream::new(Vec::new(), self.color);
        let _ = write!(rendered, "{text}");
        let rendered = rendered.into_inner();
        // One system call writes a whole message, so that another process cannot write inside it.
        let write = || {
            let written = io::stderr().write_all(&rendered);
            // A reader that closes standard error wants no more messages.
            let lost = written
                .err()
                .filter(|it| it.kind() != ErrorKind::BrokenPipe);
            if lost.is_some() {
                *locked(&self.lost) = lost;
            }
        };
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg} {pos} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Shows the bar after [`PATIENCE`], unless the sender is dropped before.
fn show_later(bar: ProgressBar) -> std::sync::mpsc::Sender<()> {
    let (cancel, cancelled) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        if cancelled.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    cancel
}

/// A running step. It ends when this value is dropped.
pub(crate) struct Progress<'a> {
    console: &'a Console,
    bar: ProgressBar,
    cancel: Option<std::sync::mpsc::Sender<()>>,
}

impl Progress<'_> {
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    pub(crate) fn step(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.cancel = None;
        self.bar.finish_and_clear();
        *locked(&self.console.bar) = None;
    }
}
