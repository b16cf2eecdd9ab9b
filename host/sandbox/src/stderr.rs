//! Reads a crash from the text that the runtime of the guest's language wrote to standard error.
//!
//! The guest chooses this text, so it decides the code and the message of a crash, never whether
//! there was one.

mod literal;
mod stacks;

pub(crate) use stacks::shorten;

use crate::{Crash, CrashCode, static_limits};
use guesthouse_diagnostics::clean;

/// Returns the crash that the text reports, or `None` if it reports no known one.
///
/// `frames` is the engine's stack. Crashes of Rust use it, because Rust writes no stack.
pub(crate) fn read(stderr: &str, frames: Option<&str>) -> Option<Crash> {
    python_runtime(stderr)
        .or_else(|| rust(stderr, frames))
        .or_else(|| rust_out_of_memory(stderr))
        .or_else(|| rust_abort(stderr))
        .or_else(|| go(stderr))
        .or_else(|| python(stderr))
        .or_else(|| quickjs(stderr))
        .or_else(|| spidermonkey(stderr))
}

/// `thread '<unnamed>' (1) panicked at src/lib.rs:5:9:` and the message on the following lines. A
/// panic within a panic names no thread.
fn rust(stderr: &str, frames: Option<&str>) -> Option<Crash> {
    let (before, rest) = stderr.rsplit_once("panicked at ")?;
    if !(before.is_empty() || before.ends_with([' ', '\n'])) {
        return None;
    }
    let (place, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let message = match rest.split_once("\nnote: run with `RUST_BACKTRACE") {
        Some((message, _)) => message,
        None => rest,
    };
    if let Some(crash) = quickjs_runtime(message) {
        return Some(crash);
    }
    let place = format!("at {}", place.trim_end_matches(':'));
    let mut crash = crash(CrashCode::Panic, message, Some(&place));
    // The frames are safe to show.
    let frames: Vec<_> = frames.into_iter().flat_map(str::lines).collect();
    crash.trace = crash.trace.map(|place| rust_trace(place, &frames));
    Some(crash)
}

/// Returns the place of a panic and the frames. A place in Rust's library tells an author nothing, so
/// the author's first frame stands there if it has a name.
fn rust_trace(place: String, frames: &[&str]) -> String {
    let authors = frames.iter().position(|frame| !is_of_library(frame));
    let trace = match authors.and_then(|at| frames.get(at..)) {
        Some(authors) if place.starts_with("at /rustc/") => authors.to_vec(),
        _ => std::iter::once(place.as_str())
            .chain(frames.iter().copied())
            .collect(),
    };
    trace.join("\n")
}

/// Returns whether a frame has no name or one of Rust's library. A method such as
/// `<str as core::fmt::Debug>::fmt` belongs to its type, or to its trait if the language has the type.
fn is_of_library(frame: &str) -> bool {
    let name = frame.trim_start_matches(['<', '&']);
    let name = match name.split_once(" as ") {
        Some((of, name)) if !of.contains("::") => name,
        _ => name,
    };
    ["function ", "std::", "core::", "alloc::"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// A traceback, and then a panic of componentize-py's runtime, which is written in Rust.
fn python_runtime(stderr: &str) -> Option<Crash> {
    let (before, rest) = stderr.rsplit_once("panicked at ")?;
    let traceback = match before.rsplit_once('\n') {
        // The line of the panic begins with the name of the thread.
        Some((traceback, _thread)) if rest.starts_with("runtime/src/") => traceback,
        _ => return None,
    };
    python(traceback)
}

/// `Exception(`, perhaps a line break, and
/// `Exception { message: Some("..."), stack: Some("    at name (file:1:2)\n") }`: the message of a panic of
/// componentize-qjs's runtime, which is written in Rust.
fn quickjs_runtime(panic: &str) -> Option<Crash> {
    let (_, exception) = panic.split_once("Exception(")?;
    let exception = exception.trim_start().strip_prefix("Exception { ")?;
    let message = literal::field(exception, "message")?;
    let stack = literal::field(exception, "stack");
    Some(crash(CrashCode::Exception, &message, stack.as_deref()))
}

/// `memory allocation of 4 bytes failed`: Rust aborts without a panic.
fn rust_out_of_memory(stderr: &str) -> Option<Crash> {
    let start = find_line(stderr, "memory allocation of ")?;
    let message = stderr.get(start..)?.lines().next()?;
    message
        .ends_with(" bytes failed")
        .then(|| crash(CrashCode::Panic, message, None))
}

/// `fatal runtime error: message, aborting`: Rust's library aborts without a panic.
fn rust_abort(stderr: &str) -> Option<Crash> {
    const START: &str = "fatal runtime error: ";
    let start = find_line(stderr, START)? + START.len();
    let message = stderr.get(start..)?.lines().next()?;
    let message = message.strip_suffix(", aborting").unwrap_or(message);
    Some(crash(CrashCode::Panic, message, None))
}

/// `panic: message` or `fatal error: message`, a blank line, then the stacks of the goroutines,
/// unless there are none. TinyGo writes no stacks.
fn go(stderr: &str) -> Option<Crash> {
    let start = find_line(stderr, "panic: ").or_else(|| find_line(stderr, "fatal error: "))?;
    let text = stderr.get(start..)?;
    let (message, stacks) = text.split_once("\n\n").unwrap_or((text, ""));
    let stack = stacks.find("goroutine ").and_then(|at| stacks.get(at..));
    let has_other_text = stack.is_none() && !stacks.trim().is_empty();
    if has_other_text && !message.starts_with("fatal error: ") {
        return None;
    }
    let code = if message.contains("stack overflow") {
        CrashCode::StackOverflow
    } else {
        CrashCode::Panic
    };
    let (_, message) = message.split_once(": ")?;
    Some(crash(code, message, stack))
}

/// `Traceback (most recent call last):`, indented frames, and the exception on the last lines.
fn python(stderr: &str) -> Option<Crash> {
    let start = stderr.rfind("Traceback (most recent call last):")?;
    let text = stderr.get(start..)?.trim_end();
    let mut lines = text.lines().skip(1);
    let exception = lines.find(|line| !line.starts_with(' '))?;
    let message = text.get(text.find(&format!("\n{exception}"))? + 1..)?;
    Some(crash(CrashCode::Exception, message, Some(text)))
}

/// `Error: message` and frames of the form `    at name (file:1:2)`.
fn quickjs(stderr: &str) -> Option<Crash> {
    let first_frame = find_line(stderr, "    at ")?;
    let before = stderr.get(..first_frame)?.trim_end();
    let message = before.lines().next_back()?;
    let frames = stderr
        .get(first_frame..)?
        .lines()
        .take_while(|line| line.starts_with("    at "))
        .collect::<Vec<_>>()
        .join("\n");
    Some(crash(CrashCode::Exception, message, Some(&frames)))
}

/// A message, `Stack:` and frames of the form `  name@file:1:2`.
fn spidermonkey(stderr: &str) -> Option<Crash> {
    let start = find_line(stderr, "Stack:\n")?;
    let message = stderr.get(..start)?.lines().next_back()?;
    let frames = stderr
        .get(start..)?
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with("  ") && line.contains('@'))
        .collect::<Vec<_>>()
        .join("\n");
    (!frames.is_empty()).then(|| crash(CrashCode::Exception, message, Some(&frames)))
}

fn crash(code: CrashCode, message: &str, trace: Option<&str>) -> Crash {
    let shown = |text: &str| clean(text.trim_end(), static_limits::CRASH_BYTES, true);
    Crash {
        code,
        message: shown(message),
        trace: trace.map(shown),
    }
}

fn find_line(text: &str, start: &str) -> Option<usize> {
    if text.starts_with(start) {
        Some(0)
    } else {
        text.find(&format!("\n{start}")).map(|index| index + 1)
    }
}

#[cfg(test)]
mod tests;
