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
    let text =
        "panicked at src/lib.rs:5:9:\nagain\nthread panicked while processing panic. aborting.\n";
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
fn a_panic_in_rusts_library_shows_the_authors_function() {
    let text = "thread 'main' (1) panicked at /rustc/0/library/std/src/a.rs:1:2:\nunsupported\n";
    for (frames, expected) in [
        (
            "std::process::id\n<std::a::B>::c\nplugin::pour\nstd::d",
            "plugin::pour\nstd::d",
        ),
        (
            "<str as core::fmt::Debug>::fmt\nplugin::pour",
            "plugin::pour",
        ),
        (
            "<plugin::A as core::fmt::Debug>::fmt",
            "<plugin::A as core::fmt::Debug>::fmt",
        ),
        (
            "<function 5>",
            "at /rustc/0/library/std/src/a.rs:1:2\n<function 5>",
        ),
    ] {
        let crash = read(text, Some(frames)).unwrap();
        assert_eq!(crash.trace.as_deref(), Some(expected));
    }
}

#[test]
fn an_abort_of_rusts_library() {
    let text = "before\n\nfatal runtime error: rwlock locked for writing, aborting\n";
    let crash = read(text, None).unwrap();
    let expected = (CrashCode::Panic, "rwlock locked for writing");
    assert_eq!((crash.code, crash.message.as_str()), expected);
}

#[test]
fn a_panic_of_tinygo_has_no_stack() {
    let crash = read("log\npanic: runtime error: index out of range\n", None).unwrap();
    let message = "runtime error: index out of range";
    assert_eq!(
        (crash.code, crash.message.as_str()),
        (CrashCode::Panic, message)
    );
    assert_eq!(read("panic: not at all\n\nall is well\n", None), None);
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
fn an_exception_that_starlingmonkey_reports() {
    let text = "log\nkaput\nStack:\n  greet@ok.js:3:40\n  handle@/x/initializer.js:95:15\n\n\
                Redirecting call to abort() to mozalloc_abort\n\n";
    let trace = "  greet@ok.js:3:40\n  handle@/x/initializer.js:95:15";
    assert_eq!(parts(text), ("exception", "kaput".into(), trace.into()));
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
