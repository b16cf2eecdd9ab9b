//! Shows an error that repeats once, and at the end how often it did.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use guesthouse_diagnostics::Diagnostic;

use crate::args::Format;
use crate::console::Console;
use crate::verbs::printable;

/// Different diagnostics that are counted. Any further one is shown each time.
const MAX_DIFFERENT: usize = 1_000;

/// The diagnostics that were shown, by a hash of their text without the place.
#[derive(Default)]
pub(super) struct Repeats(BTreeMap<u64, Option<Repeat>>);

/// A diagnostic that came again.
struct Repeat {
    /// Says what it is, in short.
    short: Diagnostic,
    times: u64,
    first_line: u64,
    last_line: u64,
}

impl Repeats {
    /// Shows a diagnostic about a line, unless the same was shown before. JSON output has all of
    /// them.
    pub(super) fn report(&mut self, console: &Console, line: u64, diagnostic: &Diagnostic) {
        let hash = hash(diagnostic);
        if console.format == Format::Json || !self.0.contains_key(&hash) {
            console.report(diagnostic);
            if self.0.len() < MAX_DIFFERENT {
                self.0.insert(hash, None);
            }
        } else if let Some(seen) = self.0.get_mut(&hash) {
            let repeat = seen.get_or_insert_with(|| Repeat::new(diagnostic, line));
            repeat.times += 1;
            repeat.last_line = line;
        }
    }

    /// Says how often diagnostics came again, in the order of their lines.
    pub(super) fn summarize(&self, console: &Console) {
        let mut repeats: Vec<_> = self.0.values().flatten().collect();
        repeats.sort_by_key(|repeat| repeat.first_line);
        for repeat in repeats {
            console.report(&repeat.diagnostic());
        }
    }
}

impl Repeat {
    fn new(diagnostic: &Diagnostic, line: u64) -> Self {
        let message = printable(&diagnostic.message);
        let code = diagnostic.code.clone();
        Self {
            short: Diagnostic::new(diagnostic.severity, code, message),
            times: 0,
            first_line: line,
            last_line: line,
        }
    }

    fn diagnostic(&self) -> Diagnostic {
        let Self {
            short,
            times,
            first_line,
            last_line,
        } = self;
        let lines = if first_line == last_line {
            format!("line {first_line}")
        } else {
            format!("lines {first_line} to {last_line}")
        };
        let message = format!("the same for {times} more: {}", short.message);
        Diagnostic::new(short.severity, short.code.clone(), message)
            .at(format!("standard input, {lines}"))
    }
}

fn hash(diagnostic: &Diagnostic) -> u64 {
    let Diagnostic {
        code,
        message,
        details,
        hints,
        ..
    } = diagnostic;
    let mut hasher = DefaultHasher::new();
    (code, message, details, hints).hash(&mut hasher);
    hasher.finish()
}
