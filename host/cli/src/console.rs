//! The conversation on standard error. Results go to standard output, through `stdout`.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use guesthouse_sandbox::{clean, clean_json};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Color, Format, Global};
use crate::error::{Diagnostic, Error, Severity};

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BLUE: Style = AnsiColor::Blue.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// A step shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The most bytes that are shown of one text. A compiler's output comes in lines.
const MAX_TEXT: usize = 64 << 10;

pub(crate) struct Console {
    pub(crate) format: Format,
    quiet: bool,
    color: ColorChoice,
    bar: Mutex<Option<ProgressBar>>,
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
        }
    }

    /// Says what was done or found. `--quiet` silences it.
    pub(crate) fn say(&self, text: impl fmt::Display) {
        if !self.quiet && self.format == Format::Text {
            self.write(format_args!("{text}\n"));
        }
    }

    /// Says that a step is done: `Built welcome.wasm ...`.
    pub(crate) fn done(&self, verb: &str, text: impl fmt::Display) {
        self.say(format_args!("{GREEN}{verb}{GREEN:#} {text}"));
    }

    /// A record for machines on the same stream, under `--format json`.
    pub(crate) fn record(&self, record: &serde_json::Value) {
        if !self.quiet && self.format == Format::Json {
            self.json(record);
        }
    }

    // A terminal may be at the other end all the same.
    fn json(&self, value: &serde_json::Value) {
        self.write(format_args!("{}\n", clean_json(&value.to_string())));
    }

    /// Tells a diagnostic. `--quiet` does not silence errors.
    pub(crate) fn tell(&self, diagnostic: &Diagnostic) {
        if self.quiet && diagnostic.severity != Severity::Error {
            return;
        }
        match self.format {
            Format::Json => self.json(&diagnostic.as_json()),
            Format::Text => self.write(Rendered(diagnostic)),
        }
    }

    pub(crate) fn tell_all(&self, error: &Error) {
        for diagnostic in &error.diagnostics {
            self.tell(diagnostic);
        }
    }

    /// Shows that something is going on, once it takes over a second and a person is watching.
    /// `total` of `None` is a step of unknown length.
    pub(crate) fn progress(&self, message: &'static str, total: Option<u64>) -> Progress<'_> {
        let watched = !self.quiet && self.format == Format::Text && std::io::stderr().is_terminal();
        if !watched {
            return Progress {
                console: self,
                bar: ProgressBar::hidden(),
                cancel: None,
            };
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        bar.set_style(style(total));
        bar.set_message(message);
        self.set_bar(Some(bar.clone()));
        Progress {
            console: self,
            bar: bar.clone(),
            cancel: Some(show_later(bar)),
        }
    }

    fn set_bar(&self, bar: Option<ProgressBar>) {
        *self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = bar;
    }

    // Nobody can be told that standard error is gone, so its errors are dropped.
    fn write(&self, text: impl fmt::Display) {
        let bar = self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone();
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

fn style(total: Option<u64>) -> ProgressStyle {
    let template = match total {
        Some(_) => "{spinner} {msg} {bar:30} {pos}/{len} {elapsed}",
        None => "{spinner} {msg} {pos} {elapsed}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
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

/// A step that is going on; it ends when this is dropped.
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
        self.console.set_bar(None);
    }
}

/// A message may quote names out of a stranger's file.
fn safe(text: &str) -> String {
    clean(text, MAX_TEXT, true)
}

/// A diagnostic as a person reads it.
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
        } = self.0;
        let style = match severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            Severity::Note => BLUE,
        };
        // A plugin may have written it: a line of it must not look like one of ours.
        let inside = |text: &str| safe(text.trim_end()).replace('\n', "\n    ");
        let message = inside(message);
        writeln!(f, "{style}{}[{code}]{style:#}: {message}", severity.word())?;
        if let Some(place) = place {
            writeln!(f, "  {BLUE}-->{BLUE:#} {}", clean(place, MAX_TEXT, false))?;
        }
        for line in details {
            writeln!(f, "  {BLUE}|{BLUE:#} {}", safe(line))?;
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
    fn a_further_line_of_a_message_looks_like_none_of_ours() {
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
}
