//! Messages and progress on standard error. Results go to standard output, through `stdout`.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use guesthouse_diagnostics::{Diagnostic, Severity, clean, clean_json};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Color, Format, Global};
use crate::pages;

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BLUE: Style = AnsiColor::Blue.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Steps shorter than this show no progress bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Codes whose messages already say what their pages say.
const SAYS_ALL: [&str; 2] = ["command-line", "unknown-code"];

/// Codes that the last line of a command names.
const MAX_CODES: usize = 5;

/// The longest text that is shown, in bytes.
const MAX_TEXT: usize = 64 << 10;

pub(crate) struct Console {
    pub(crate) format: Format,
    quiet: bool,
    color: ColorChoice,
    bar: Mutex<Option<ProgressBar>>,
    /// The pages about the errors that were shown.
    errors: Mutex<BTreeSet<&'static str>>,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto => AutoStream::choice(&std::io::stderr()),
        };
        Self {
            format: global.format,
            quiet: global.quiet,
            color,
            bar: Mutex::new(None),
            errors: Mutex::default(),
        }
    }

    /// Prints a message, unless `--quiet` or `--format json` is given.
    pub(crate) fn info(&self, text: impl fmt::Display) {
        if !self.quiet && self.format == Format::Text {
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

    /// Prints a diagnostic. `--quiet` does not suppress errors.
    pub(crate) fn report(&self, diagnostic: &Diagnostic) {
        if self.quiet && diagnostic.severity != Severity::Error {
            return;
        }
        match self.format {
            Format::Json => self.write_json(&as_json(diagnostic)),
            Format::Text => self.write(Rendered(diagnostic)),
        }
        if diagnostic.severity == Severity::Error
            && let Some((code, _)) = pages::find(&diagnostic.code)
        {
            self.errors().insert(code);
        }
    }

    /// Says how to read more about the errors of a command, once and only to a person.
    pub(crate) fn refer(&self) {
        if std::io::stderr().is_terminal()
            && let Some(text) = reference(&self.errors())
        {
            self.info(text);
        }
    }

    /// Shows progress on a terminal, once a step takes longer than a second.
    pub(crate) fn progress(&self, message: &'static str) -> Progress<'_> {
        let visible = !self.quiet && self.format == Format::Text && std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let cancel = visible.then(|| {
            bar.set_style(style());
            bar.set_message(message);
            *self.bar() = Some(bar.clone());
            show_later(bar.clone())
        });
        Progress {
            console: self,
            bar,
            cancel,
        }
    }

    fn errors(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bar(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // If standard error is closed there is no place to report that, so its errors are ignored.
    fn write(&self, text: impl fmt::Display) {
        let bar = self.bar().clone();
        let write = || {
            let _ = write!(
                AutoStream::new(std::io::stderr().lock(), self.color),
                "{text}"
            );
        };
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

fn reference(errors: &BTreeSet<&'static str>) -> Option<String> {
    let codes: Vec<_> = errors
        .iter()
        .filter(|code| !SAYS_ALL.contains(code))
        .collect();
    match codes.as_slice() {
        [] => None,
        [code] => Some(format!(
            "For more about this error, run `guesthouse explain {code}`"
        )),
        codes => {
            let named = codes.iter().take(MAX_CODES).map(|code| format!("`{code}`"));
            Some(format!(
                "For more about an error, run `guesthouse explain CODE`, for example with {}",
                named.collect::<Vec<_>>().join(", ")
            ))
        }
    }
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
        *self.console.bar() = None;
    }
}

/// A message may quote names from a file of an untrusted author.
fn safe(text: &str) -> String {
    clean(text, MAX_TEXT, true)
}

/// A diagnostic as a machine reads it.
fn as_json(diagnostic: &Diagnostic) -> serde_json::Value {
    // A diagnostic is made of texts and numbers, which always serialize.
    let mut json = serde_json::to_value(diagnostic).unwrap_or_default();
    if let Some(fields) = json.as_object_mut() {
        fields.insert("type".to_owned(), "diagnostic".into());
    }
    json
}

/// A diagnostic as text.
struct Rendered<'a>(&'a Diagnostic);

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            severity,
            code,
            message,
            place,
            details,
            hints,
            ..
        } = self.0;
        let style = match severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            _ => BLUE,
        };
        // A plugin may have written the text: its further lines must not look like messages of the host.
        let inside = |text: &str| safe(text.trim_end()).replace('\n', "\n    ");
        let message = inside(message);
        let code = clean(code, MAX_TEXT, false);
        writeln!(f, "{style}{}[{code}]{style:#}: {message}", severity.word())?;
        if let Some(place) = place {
            writeln!(
                f,
                "  {BLUE}-->{BLUE:#} {}",
                clean(&place.to_string(), MAX_TEXT, false)
            )?;
        }
        for line in details {
            writeln!(
                f,
                "  {BLUE}|{BLUE:#} {}",
                safe(line).replace('\n', "\n    ")
            )?;
        }
        hints
            .iter()
            .try_for_each(|hint| writeln!(f, "{GREEN}hint{GREEN:#}: {}", inside(hint)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_lines_of_a_message_cannot_forge_a_diagnostic() {
        let diagnostic = Diagnostic::error("crashed/panic", "a\nerror[x]: forged\n");
        let shown = Rendered(&diagnostic).to_string();
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "error[crashed/panic]: a\n    error[x]: forged\n");
        let place = Diagnostic::error("a", "b")
            .at("c\nerror[x]: forged")
            .hint("d\nerror[x]: forged");
        let shown = Rendered(&place).to_string();
        assert!(!shown.contains("\nerror[x]"), "{shown}");
    }

    #[test]
    fn the_reference_names_the_page_of_each_error_once() {
        let console = Console::new(&Global::of_refused());
        for code in ["failed/a", "failed/b", "command-line"] {
            console.report(&Diagnostic::error(code, "x"));
        }
        console.report(&Diagnostic::warning("no-pool", "x"));
        let line = reference(&console.errors()).unwrap();
        assert_eq!(
            line,
            "For more about this error, run `guesthouse explain failed`"
        );
        console.report(&Diagnostic::error("crashed/panic", "x"));
        let line = reference(&console.errors()).unwrap();
        assert!(
            line.ends_with("for example with `crashed/panic`, `failed`"),
            "{line}"
        );
        assert_eq!(reference(&BTreeSet::from(["unknown-code"])), None);
    }
}
