//! The behaviour of Go's standard library on the adapter, and how the SDK ends an event.

use crate::host::{Guest, event, field, text};

#[test]
fn clocks_tell_the_time() {
    let told = Guest::new().ask("clock");
    let (year, forward) = told.split_once(' ').unwrap();
    assert!(year.parse::<u32>().unwrap() >= 2026, "{told}");
    assert_eq!(forward, "true");
}

#[test]
fn a_sleep_lasts_as_long_as_it_should() {
    assert_eq!(Guest::new().ask("sleep"), "true");
}

#[test]
fn there_are_no_files_sockets_or_variables_and_one_argument() {
    assert_eq!(Guest::new().ask("files"), "true true true true 0 [plugin]");
}

#[test]
fn standard_input_is_empty() {
    assert_eq!(Guest::new().ask("stdin"), "0");
}

#[test]
fn long_printed_lines_arrive_whole() {
    let mut guest = Guest::new();
    guest.handle(event("print", None, b"")).unwrap().unwrap();
    assert_eq!(guest.out(), format!("{}\n", "long ".repeat(2000)));
    assert_eq!(guest.err(), "to the error stream\n");
}

#[test]
fn random_bytes_come_from_the_host() {
    let ask = || {
        let outputs = Guest::new()
            .handle(event("random", None, b""))
            .unwrap()
            .unwrap();
        crate::host::bytes(field(&outputs[0], "data"))
    };
    let first = ask();
    let second = ask();
    assert_eq!(first.len(), 13);
    assert_ne!(first, second);
}

#[test]
fn an_exit_ends_the_run_through_the_host() {
    let error = Guest::new().handle(event("exit", None, b"")).unwrap_err();
    let exit = error.downcast_ref::<wasmtime_wasi::I32Exit>();
    assert_eq!(exit.map(|exit| exit.0), Some(1));
}

#[test]
fn a_panic_is_a_crash_with_the_authors_stack() {
    let mut guest = Guest::new();
    let failure = guest
        .handle(event("panic", None, b""))
        .unwrap()
        .unwrap_err();
    assert_eq!(text(field(&failure, "kind")), "crashed");
    assert_eq!(text(field(&failure, "code")), "panic");
    assert_eq!(
        text(field(&failure, "message")),
        "runtime error: index out of range [0] with length 0"
    );
    let trace = text(field(&failure, "trace"));
    assert!(trace.contains("main.handle(...)\n\tplugin.go:"), "{trace}");
    assert!(!trace.contains("runtime"), "{trace}");
    assert!(!trace.contains("guesthouse"), "{trace}");
    assert_eq!(guest.ask("stdin"), "0", "the next event is handled");
}

#[test]
fn uncaught_errors_have_their_kind_and_code() {
    for (subject, kind, code) in [
        ("not-granted", "failed", "state-not-granted"),
        ("quota-exceeded", "failed", "state-quota-exceeded"),
        ("invalid-key", "failed", "state-invalid-key"),
        ("too-large", "failed", "state-too-large"),
        ("unavailable", "unavailable", "state-unavailable"),
        ("http", "failed", "http-refused"),
    ] {
        let failure = Guest::new()
            .handle(event("uncaught", Some(subject), b""))
            .unwrap()
            .unwrap_err();
        assert_eq!(text(field(&failure, "kind")), kind);
        assert_eq!(text(field(&failure, "code")), code);
    }
}

#[test]
fn invalid_utf8_in_an_output_is_a_failure_of_the_plugin() {
    let failure = Guest::new()
        .handle(event("output", None, b""))
        .unwrap()
        .unwrap_err();
    assert_eq!(text(field(&failure, "code")), "invalid-utf8");
    assert_eq!(
        text(field(&failure, "message")),
        "output 1: the output's Subject is not valid UTF-8"
    );
}

#[test]
fn an_event_that_does_not_fit_into_memory_is_a_trap() {
    let mut guest = Guest::new();
    guest.limit_memory(6 << 20);
    let error = guest
        .handle(event("busy", None, &[b' '; 4 << 20]))
        .unwrap_err();
    let trap = error.downcast_ref::<wasmtime::Trap>();
    assert_eq!(
        trap,
        Some(&wasmtime::Trap::UnreachableCodeReached),
        "{error:?}"
    );
}
