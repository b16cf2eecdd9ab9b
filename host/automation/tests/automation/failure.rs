//! Each kind of failure has its own class and code.

use crate::support::{answer, ask, event, fails, limited, probe, verdict};
use guesthouse::{Class, Outcome, Plugin, Policy};
use std::time::Duration;

#[tokio::test]
async fn failures_of_a_guest_get_a_class_and_a_code() {
    let plugin = probe(Policy::default()).await;
    let long = "x".repeat(100);
    for (script, expected) in [
        ("fail rejected missing-author", "rejected[missing-author]"),
        ("fail failed -", "failed"),
        ("fail failed Über\\smüde\\e[31m", "failed[-ber-m-de--31m]"),
        ("fail unavailable http-timeout", "unavailable[http-timeout]"),
        ("fail crashed panic", "crashed[panic]"),
        ("fail crashed -", "crashed[exception]"),
        ("fail crashed fuel", "crashed[exception]"),
        (
            &format!("fail failed {long}"),
            &format!("failed[{}]", "x".repeat(64)),
        ),
    ] {
        assert_eq!(verdict(&fails(&plugin, script).await), expected, "{script}");
    }
}

#[tokio::test]
async fn a_failure_reads_as_a_diagnostic() {
    let plugin = probe(Policy::default()).await;
    let mut cause = event("id\u{1b}[31m", "fail unavailable profiles-away");
    cause.source = "/x\n".to_owned();
    let Outcome::Failed(failure) = plugin.handle(cause).await else {
        panic!()
    };
    assert_eq!(failure.retry_after, Some(Duration::from_millis(1500)));
    assert_eq!(
        failure.to_string(),
        "unavailable[profiles-away]: said the guest\n--> plugin `probe`, event `id\\u{1b}[31m` of `/x\\u{a}`\n    at probe"
    );
    assert_eq!(fails(&plugin, "fail rejected x").await.retry_after, None);
}

#[tokio::test]
async fn a_panic_carries_its_message_and_place() {
    let failure = fails(&probe(Policy::default()).await, "panic oh\u{1b}no").await;
    assert_eq!(verdict(&failure), "crashed[panic]");
    assert!(failure.message.contains("oh\\u{1b}no"), "{failure}");
    assert!(failure.to_string().contains("src/lib.rs:"), "{failure}");
    assert_eq!(
        failure.hint.as_deref(),
        Some("the plugin has a bug; send the lines above to its author")
    );
}

#[tokio::test]
async fn an_endless_loop_ends_at_the_fuel_limit() {
    let plugin = probe(limited(|limits| limits.run.fuel = 10_000_000)).await;
    let failure = fails(&plugin, "spin").await;
    assert_eq!(verdict(&failure), "limit[fuel]");
    assert_eq!(
        failure.message,
        "the plugin exceeded its limit `fuel` of 10000000"
    );
    assert_eq!(failure.run.usage.fuel, 10_000_000);
    let trace = failure.trace.unwrap();
    assert!(trace.contains("Script"), "{trace}");
    assert_eq!(
        ask(&plugin, "config a").await,
        "None",
        "the next event is handled"
    );
}

#[tokio::test]
async fn a_crash_costs_the_fuel_up_to_the_crash() {
    let plugin = probe(Policy::default()).await;
    let usage = |outcome: Outcome| outcome.usage().fuel;
    let completed = usage(plugin.handle(event("1", "config a")).await);
    for crash in ["trap", "panic x"] {
        let fuel = usage(
            plugin
                .handle(event("1", &format!("config a\n{crash}")))
                .await,
        );
        assert!(fuel > completed / 2, "{crash}: {fuel}");
        assert!(fuel < completed + 200_000, "{crash}: {fuel}");
    }
}

#[tokio::test]
async fn an_event_that_no_line_was_read_for_must_be_valid_too() {
    let plugin = probe(Policy::default()).await;
    for (time, verdict_of) in [
        ("2026-01-02", "rejected[invalid-attribute]"),
        ("0000-12-31T23:59:59Z", "rejected[invalid-attribute]"),
        ("9999-12-31T23:59:59-01:00", "rejected[invalid-attribute]"),
    ] {
        let mut wrong = event("1", "out");
        wrong.time = Some(time.to_owned());
        let Outcome::Failed(failure) = plugin.handle(wrong).await else {
            panic!("{time} is valid")
        };
        assert_eq!(verdict(&failure), verdict_of, "{time}");
    }
    let nameless = plugin.handle(event("", "out")).await;
    assert_eq!(nameless.code(), Some("missing-attribute"));
}

#[tokio::test]
async fn the_clock_of_a_guest_starts_when_the_outcome_says() {
    let plugin = probe(Policy::default()).await;
    for (time, clock, answers) in [
        ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "Ok(0)"),
        ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "Ok(0)"),
        (
            "9999-12-31T00:00:00Z",
            "2554-01-01T00:00:00Z",
            "Ok(18429292800000)",
        ),
    ] {
        let mut cause = event("1", "time");
        cause.time = Some(time.to_owned());
        let outcome = plugin.handle(cause).await;
        assert_eq!(outcome.run().clock, clock);
        assert_eq!(answer(outcome), answers, "{time}");
    }
}

#[tokio::test]
async fn a_crash_after_a_limit_is_reported_as_the_limit() {
    let plugin = probe(limited(|limits| limits.run.memory = 16 << 20)).await;
    let failure = fails(&plugin, "grow 33554432").await;
    assert_eq!(verdict(&failure), "limit[memory]");
    assert_eq!(
        failure.message,
        "the plugin exceeded its limit `memory` of 16MiB"
    );
    let failure = fails(&plugin, "try-grow 33554432\nfail crashed exception").await;
    assert_eq!(verdict(&failure), "limit[memory]");
    assert_eq!(failure.trace.as_deref(), Some("at probe"));
    assert_eq!(
        ask(&plugin, "try-grow 33554432").await,
        "false",
        "a plugin that handles the refusal completes"
    );
}

#[tokio::test]
async fn the_wall_deadline_is_a_timeout() {
    let server = crate::server::Server::start(|_, _| std::thread::sleep(Duration::from_secs(2)));
    let mut connection = guesthouse::Connection::new("c", &server.url()).unwrap();
    connection.addresses = vec![guesthouse::AddressRange::Loopback];
    let policy = limited(|limits| limits.run.deadline_ms = 300)
        .grant_connection("c", connection.allow(["GET"], ["/"]));
    let failure = fails(&probe(policy).await, "send c GET /").await;
    assert_eq!(verdict(&failure), "timeout");
    assert!(failure.class.is_retryable());
}

#[tokio::test]
async fn host_calls_are_limited() {
    let plugin = probe(limited(|limits| limits.run.host_calls = 200)).await;
    let script = "config a\n".repeat(300);
    assert_eq!(verdict(&fails(&plugin, &script).await), "limit[host-calls]");
}

#[tokio::test]
async fn handles_are_limited() {
    let mut policy = limited(|limits| limits.run.handles = 50);
    let mut script = String::new();
    for number in 0..60 {
        policy = policy.grant_store(format!("s{number}"));
        script += &format!("open s{number}\n");
    }
    let failure = fails(&probe(policy).await, &script).await;
    assert_eq!(verdict(&failure), "limit[handles]");
}

#[tokio::test]
async fn dropped_handles_do_not_count_toward_the_limit() {
    let policy = limited(|limits| limits.run.handles = 50).grant_store("s");
    // The probe drops the previous handle of a store when it opens the store again.
    let script = "open s\n".repeat(60);
    assert_eq!(ask(&probe(policy).await, &script).await, "");
}

#[tokio::test]
async fn an_outcome_is_one_line_of_json() {
    let plugin = probe(Policy::default()).await;
    let completed = plugin.handle(event("1", "none")).await.to_json();
    let line: serde_json::Value = serde_json::from_str(&completed).unwrap();
    assert_eq!(line["event"], "1");
    assert_eq!(line["source"], "/test");
    assert_eq!(line["plugin"], "probe");
    assert_eq!(line["class"], "completed");
    assert!(line["code"].is_null(), "{completed}");
    assert_eq!(line["outputs"], 0);
    assert!(line["wall_us"].is_u64(), "{completed}");
    for number in ["fuel", "peak_memory"] {
        assert!(
            line[number].as_u64().unwrap() > 0,
            "{number} in {completed}"
        );
    }
    let failed = plugin
        .handle(event("1", "fail unavailable x"))
        .await
        .to_json();
    let line: serde_json::Value = serde_json::from_str(&failed).unwrap();
    assert_eq!(line["class"], "unavailable");
    assert_eq!(line["code"], "x");
    assert_eq!(line["message"], "said the guest");
    assert_eq!(line["trace"], "at probe");
    assert_eq!(line["retry_after_ms"], 1500);
    assert!(!failed.contains('\n'));
}

/// The results of a run that must depend only on the event.
#[derive(Debug, PartialEq)]
struct Reproducible {
    answer: String,
    fuel: u64,
    clock: String,
    seed: String,
}

impl Reproducible {
    async fn run(plugin: &Plugin, id: &str) -> Self {
        let mut cause = event(id, "time\nsleep 1000\ntime\nrandom");
        cause.time = Some("2026-01-02T03:04:05Z".to_owned());
        let outcome = plugin.handle(cause).await;
        Self {
            fuel: outcome.usage().fuel,
            clock: outcome.run().clock.clone(),
            seed: outcome.run().seed.clone(),
            answer: answer(outcome),
        }
    }
}

#[tokio::test]
async fn the_same_event_gives_the_same_result() {
    let plugin = probe(Policy::default()).await;
    let first = Reproducible::run(&plugin, "1").await;
    assert_eq!(first, Reproducible::run(&plugin, "1").await);
    assert_eq!(first.clock, "2026-01-02T03:04:05Z");
    assert!(
        first.answer.starts_with("Ok(17673230450"),
        "{}",
        first.answer
    );
    let other = Reproducible::run(&plugin, "2").await;
    assert_ne!(
        first.answer, other.answer,
        "random numbers are seeded from the event"
    );
}

#[test]
fn each_class_has_a_word_and_says_whether_to_retry() {
    let words: std::collections::BTreeSet<_> =
        Class::ALL.iter().map(|class| class.as_str()).collect();
    assert_eq!(words.len(), Class::ALL.len());
    let retried: Vec<_> = Class::ALL
        .iter()
        .filter(|class| class.is_retryable())
        .map(|class| class.as_str())
        .collect();
    assert_eq!(
        retried,
        ["unavailable", "timeout", "host-error", "host-bug"]
    );
}

#[tokio::test]
async fn a_clock_outside_of_what_wasi_counts_starts_at_the_nearest_time() {
    let plugin = probe(Policy::default()).await;
    for (time, clock, seconds) in [
        ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0"),
        (
            "9999-12-31T23:59:59Z",
            "2554-01-01T00:00:00Z",
            "18429292800",
        ),
        (
            "2300-01-01T00:00:00Z",
            "2300-01-01T00:00:00Z",
            "10413792000",
        ),
    ] {
        let mut cause = event(time, "time");
        cause.time = Some(time.to_owned());
        let outcome = plugin.handle(cause).await;
        assert_eq!(outcome.run().clock, clock);
        let answer = answer(outcome);
        assert!(answer.starts_with(&format!("Ok({seconds}")), "{answer}");
    }
}
