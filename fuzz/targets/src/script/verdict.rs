//! Invariants of every outcome, log line and request, for any guest.

use super::outputs::may_emit;
use super::upstream::CANARY;
use crate::printable::assert_printable;
use guesthouse::{Class, Event, LogEntry, Origin, Outcome, RunLimits};

pub(super) fn line(entry: &LogEntry<'_>, limits: &RunLimits) {
    let line = entry.line;
    let mut size = line.message.len();
    assert_printable("a log line", &line.message, true);
    for (name, value) in &line.fields {
        assert_printable("a field", name, false);
        assert_printable("a field", value, false);
        size += name.len() + value.len();
    }
    let limit = match line.origin {
        Origin::Host => 2_000,
        _ => limits.log_line_bytes,
    };
    assert!(size as u64 <= limit, "a line of {size} bytes");
    assert!(!format!("{line:?}").contains(CANARY), "{line:?}");
}

pub(super) fn outcome(outcome: &Outcome, limits: &RunLimits, emits: Option<&str>) {
    let class = outcome.class();
    let never = [Class::HostBug, Class::HostError, Class::Timeout];
    assert!(!never.contains(&class), "{outcome:?}");
    let usage = outcome.usage();
    assert!(usage.fuel <= limits.fuel, "{usage:?}");
    assert!(usage.peak_memory <= limits.memory, "{usage:?}");
    assert!(usage.host_calls <= limits.host_calls + 1, "{usage:?}");
    assert!(!format!("{outcome:?}").contains(CANARY), "{outcome:?}");
    match outcome {
        Outcome::Completed(done) => done.events.iter().for_each(|event| output(event, emits)),
        Outcome::Failed(failure) => {
            assert_printable("a failure", &failure.to_string(), true);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let code = failure.code.as_deref().unwrap_or("none");
            assert!(
                (1..=64).contains(&code.len()) && code.chars().all(plain),
                "{code:?}"
            );
        }
    }
}

fn output(event: &Event, emits: Option<&str>) {
    let line = event.to_json();
    let again = Event::parse(line.as_bytes()).expect("an output is an event");
    assert_eq!(again.to_json(), line);
    assert_eq!(
        event.extensions.get("ghhops").map(String::as_str),
        Some("1")
    );
    let source = &event.source;
    assert!(
        source == "/plugins/script" || may_emit(source, emits),
        "{source}"
    );
}

/// Returns the parts that are equal in each run.
pub(super) fn told(outcome: &Outcome) -> String {
    let usage = outcome.usage();
    let (class, code) = (outcome.class(), outcome.code());
    match outcome {
        Outcome::Completed(done) => {
            let events: Vec<String> = done.events.iter().map(Event::to_json).collect();
            format!(
                "{class} {} {} {} {events:?}",
                usage.fuel, usage.host_calls, usage.peak_memory
            )
        }
        // The fuel of a run that traps may differ.
        Outcome::Failed(failure) => {
            let (message, trace) = (&failure.message, &failure.trace);
            format!("{class} {code:?} {} {message} {trace:?}", usage.host_calls)
        }
    }
}

/// Checks one request: it goes where the policy grants, with the host's headers.
pub(super) fn request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, _) = text.split_once("\r\n\r\n").expect("a whole request");
    let mut lines = head.split("\r\n");
    let first: Vec<&str> = lines.next().unwrap().split(' ').collect();
    let [method, path, "HTTP/1.1"] = first.as_slice() else {
        panic!("{first:?}")
    };
    assert!(["GET", "POST"].contains(method), "{method}");
    let below = path.strip_prefix("/base/ok").expect("a granted path");
    assert!(below.is_empty() || below.starts_with(['/', '?']), "{path}");
    let headers: Vec<(String, &str)> = lines
        .map(|line| line.split_once(": ").expect("a header"))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let all = |wanted: &str| -> Vec<&str> {
        headers
            .iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, value)| *value)
            .collect()
    };
    assert_eq!(all("authorization"), [format!("Bearer {CANARY}")]);
    assert!(
        all("host").len() == 1 && all("host")[0].starts_with("127.0.0.1:"),
        "{headers:?}"
    );
    assert_eq!(all("idempotency-key").len(), 1);
    assert!(
        all("content-length").len() <= 1 && all("transfer-encoding").is_empty(),
        "{headers:?}"
    );
}
