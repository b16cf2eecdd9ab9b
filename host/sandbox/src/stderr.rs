//! Reads a crash from the text that the runtime of the guest's language wrote to standard error.
//!
//! The guest chooses this text, so it decides the code and the message of a crash, never whether
//! there was one.

mod literal;

use crate::{Crash, CrashCode, static_limits};
use guesthouse_diagnostics::clean;

/// Returns the crash that the text reports, or `None` if it reports no known one.
///
/// `frames` is the engine's stack. Crashes of Rust use it, because Rust writes no stack.
pub(crate) fn read(stderr: &str, frames: Option<&str>) -> Option<Crash> {
    python_runtime(stderr)
        .or_else(|| rust(stderr, frames))
        .or_else(|| rust_out_of_memory(stderr))
        .or_else(|| go(stderr))
        .or_else(|| python(stderr))
        .or_else(|| quickjs(stderr))
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
    if let Some(trace) = &mut crash.trace {
        // The frames are safe to show.
        for frame in frames.iter().flat_map(|frames| frames.lines()) {
            trace.push('\n');
            trace.push_str(frame);
        }
    }
    Some(crash)
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

/// `panic: message` or `fatal error: message`, a blank line, then the stacks of the goroutines,
/// unless there are none.
fn go(stderr: &str) -> Option<Crash> {
    let start = find_line(stderr, "panic: ").or_else(|| find_line(stderr, "fatal error: "))?;
    let text = stderr.get(start..)?;
    let (message, stacks) = text.split_once("\n\n").unwrap_or((text, ""));
    let stack = stacks.find("goroutine ").and_then(|at| stacks.get(at..));
    if stack.is_none() && !message.starts_with("fatal error: ") {
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
mod tests {
    use super::*;

    fn parts(stderr: &str) -> (&'static str, String, String) {
        let crash = read(stderr, None).unwrap();
        (crash.code.code(), crash.message, crash.trace.unwrap())
    }

    #[test]
    fn a_rust_panic() {
        let text = "before\n\nthread '<unnamed>' (1) panicked at src/lib.rs:5:9:\n\
                    index out of bounds\nnote: run with `RUST_BACKTRACE=1` to see more\n";
        let expected = (
            "panic",
            "index out of bounds".into(),
            "at src/lib.rs:5:9".into(),
        );
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn a_rust_panic_within_a_panic() {
        let text = "panicked at src/lib.rs:5:9:\nagain\nthread panicked while processing panic. aborting.\n";
        let message = "again\nthread panicked while processing panic. aborting.";
        let expected = ("panic", message.into(), "at src/lib.rs:5:9".into());
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn rust_out_of_memory() {
        let crash = read("before\nmemory allocation of 9 bytes failed\n", None).unwrap();
        assert_eq!(
            (crash.code, crash.message.as_str(), crash.trace),
            (
                CrashCode::Panic,
                "memory allocation of 9 bytes failed",
                None
            )
        );
    }

    #[test]
    fn a_go_deadlock_without_a_goroutine() {
        let crash = read("fatal error: no goroutines - deadlock!\n", None).unwrap();
        assert_eq!(
            (crash.code, crash.message.as_str(), crash.trace),
            (CrashCode::Panic, "no goroutines - deadlock!", None)
        );
    }

    #[test]
    fn a_rust_panic_with_the_engines_stack() {
        let text = "thread 'main' (1) panicked at src/lib.rs:5:9:\nbad\n";
        let crash = read(text, Some("plugin::pour\nplugin::handle")).unwrap();
        let expected = "at src/lib.rs:5:9\nplugin::pour\nplugin::handle";
        assert_eq!(crash.trace.as_deref(), Some(expected));
    }

    #[test]
    fn a_go_panic() {
        let text = "panic: no such thing\n\ngoroutine 1 [running]:\nmain.handle()\n\tplugin.go:7\n";
        let trace = "goroutine 1 [running]:\nmain.handle()\n\tplugin.go:7";
        assert_eq!(parts(text), ("panic", "no such thing".into(), trace.into()));
    }

    #[test]
    fn a_go_stack_overflow() {
        let text = "runtime: goroutine stack exceeds 250000000-byte limit\n\
                    fatal error: stack overflow\n\nruntime stack:\nx\n\ngoroutine 1 [running]:\nmain.f()";
        let expected = ("stack-overflow", "stack overflow".into());
        let (code, message, _) = parts(text);
        assert_eq!((code, message), expected);
    }

    #[test]
    fn a_python_exception() {
        let text = "log\nTraceback (most recent call last):\n  File \"plugin.py\", line 3, in handle\n\
                    ValueError: bad\n";
        let trace = "Traceback (most recent call last):\n  File \"plugin.py\", line 3, in handle\n\
                     ValueError: bad";
        assert_eq!(
            parts(text),
            ("exception", "ValueError: bad".into(), trace.into())
        );
    }

    #[test]
    fn an_exception_that_the_runtime_of_python_reports() {
        let text = "Traceback (most recent call last):\n  File \"/0/app.py\", line 7, in greet\n\
                    ValueError: kaput\nagain\n\nthread '<unnamed>' (1) panicked at runtime/src/lib.rs:442:9:\n\
                    Python function threw an unexpected exception\n\
                    note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        let trace = "Traceback (most recent call last):\n  File \"/0/app.py\", line 7, in greet\n\
                     ValueError: kaput\nagain";
        assert_eq!(
            parts(text),
            ("exception", "ValueError: kaput\nagain".into(), trace.into())
        );
    }

    #[test]
    fn a_rust_panic_after_the_text_of_a_traceback() {
        let text = "Traceback (most recent call last):\nValueError: of a service\n\
                    thread '<unnamed>' (1) panicked at src/lib.rs:5:9:\nbad\n";
        assert_eq!(parts(text).0, "panic");
    }

    #[test]
    fn an_exception_that_the_runtime_of_quickjs_reports() {
        let text = "\nthread '<unnamed>' (1) panicked at crates/runtime/src/interpreter.rs:51:31:\n\
                    Failed to call 'greet': Value(Exception(\nException { message: Some(\"kaput\"), \
                    stack: Some(\"    at greet (/ok.js:3:44)\\n    at <anonymous> (/ok.js:9:1)\\n\") })\n)\n";
        let trace = "    at greet (/ok.js:3:44)\n    at <anonymous> (/ok.js:9:1)";
        assert_eq!(parts(text), ("exception", "kaput".into(), trace.into()));
    }

    #[test]
    fn a_javascript_exception() {
        let text = "log\nTypeError: not a function\n    at handle (plugin.js:3:7)\nmore\n";
        let trace = "    at handle (plugin.js:3:7)";
        assert_eq!(
            parts(text),
            (
                "exception",
                "TypeError: not a function".into(),
                trace.into()
            )
        );
    }

    #[test]
    fn escapes_in_a_message_are_made_visible() {
        let (_, message, trace) = parts("thread 'x' panicked at \x1b[2Ja.rs:1:1:\n\x07bell\n");
        assert_eq!(
            (message.as_str(), trace.as_str()),
            ("\\u{7}bell", "at \\u{1b}[2Ja.rs:1:1")
        );
    }

    #[test]
    fn ordinary_output_is_not_a_crash() {
        assert_eq!(read("all is well\nwarning: nothing\n", None), None);
    }

    #[test]
    fn long_messages_are_truncated() {
        let text = format!("thread 'x' panicked at a.rs:1:1:\n{}\n", "x".repeat(10_000));
        let (_, message, _) = parts(&text);
        assert_eq!(message.len(), 4000);
    }
}
