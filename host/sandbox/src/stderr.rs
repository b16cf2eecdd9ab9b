//! Reads a crash from what the guest's language wrote to standard error before it gave up.
//!
//! What is read here is the guest's own word: it decides the code and the message of a crash, never
//! whether there was one.

use crate::text::clean;
use crate::{Crash, CrashCode};

const MAX_TEXT: usize = 4_000;

/// Returns the crash that the text tells of, or `None` if it tells of none that is known.
pub(crate) fn read(stderr: &str) -> Option<Crash> {
    rust(stderr)
        .or_else(|| go(stderr))
        .or_else(|| python(stderr))
        .or_else(|| quickjs(stderr))
}

/// `thread '<unnamed>' (1) panicked at src/lib.rs:5:9:` and the message on the following lines.
fn rust(stderr: &str) -> Option<Crash> {
    let (_, rest) = stderr.rsplit_once(" panicked at ")?;
    let (place, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let message = match rest.split_once("\nnote: run with `RUST_BACKTRACE") {
        Some((message, _)) => message,
        None => rest,
    };
    Some(Crash {
        code: CrashCode::Panic,
        message: clean(message.trim_end(), MAX_TEXT, true),
        trace: Some(clean(
            &format!("at {}", place.trim_end_matches(':')),
            MAX_TEXT,
            false,
        )),
    })
}

/// `panic: message` or `fatal error: message`, then the stacks of the goroutines.
fn go(stderr: &str) -> Option<Crash> {
    let line_starts = |word| find_line(stderr, word);
    let start = line_starts("panic: ").or_else(|| line_starts("fatal error: "))?;
    let text = stderr.get(start..)?;
    let (message, stack) = text.split_once("\n\ngoroutine ")?;
    let code = match message.contains("stack overflow") {
        true => CrashCode::StackOverflow,
        false => CrashCode::Panic,
    };
    let message = message
        .split_once(": ")
        .map_or(message, |(_, message)| message);
    Some(Crash {
        code,
        message: clean(message, MAX_TEXT, true),
        trace: Some(clean(&format!("goroutine {stack}"), MAX_TEXT, true)),
    })
}

/// `Traceback (most recent call last):`, frames, and the exception on the last line.
fn python(stderr: &str) -> Option<Crash> {
    let start = stderr.rfind("Traceback (most recent call last):")?;
    let text = stderr.get(start..)?.trim_end();
    let message = text.lines().rev().find(|line| !line.starts_with(' '))?;
    Some(Crash {
        code: CrashCode::Exception,
        message: clean(message, MAX_TEXT, false),
        trace: Some(clean(text, MAX_TEXT, true)),
    })
}

/// `Error: message` and frames of the form `    at name (file:1:2)`.
fn quickjs(stderr: &str) -> Option<Crash> {
    let first_frame = find_line(stderr, "    at ")?;
    let before = stderr.get(..first_frame)?.trim_end();
    let message = before.lines().next_back()?;
    let frames = stderr
        .get(first_frame..)?
        .lines()
        .take_while(|line| line.starts_with("    at "));
    let frames = frames.collect::<Vec<_>>().join("\n");
    Some(Crash {
        code: CrashCode::Exception,
        message: clean(message, MAX_TEXT, false),
        trace: Some(clean(&frames, MAX_TEXT, true)),
    })
}

fn find_line(text: &str, start: &str) -> Option<usize> {
    match text.starts_with(start) {
        true => Some(0),
        false => text.find(&format!("\n{start}")).map(|index| index + 1),
    }
}
