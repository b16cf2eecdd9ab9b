//! Each kind of failure has its own class and code.

use crate::support::{ask, event, fails, limited, probe, verdict};
use guesthouse::{Class, Outcome, Policy};
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
    assert_eq!(
        ask(&plugin, "config a").await,
        "None",
        "the next event is handled"
    );
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
        "who copes has not failed"
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
    let policy = limited(|limits| limits.run.handles = 50).grant_store("s");
    let plugin = probe(policy).await;
    let opened = (0..60).map(|_| "open s\n").collect::<String>();
    assert_eq!(
        ask(&plugin, &opened).await,
        "",
        "handles that are dropped are free again"
    );
}

#[tokio::test]
async fn an_outcome_is_one_line_of_json() {
    let plugin = probe(Policy::default()).await;
    let completed = plugin.handle(event("1", "none")).await.to_json();
    let line: serde_json::Value = serde_json::from_str(&completed).unwrap();
    assert_eq!(
        (&line["event"], &line["source"], &line["plugin"]),
        (&"1".into(), &"/test".into(), &"probe".into())
    );
    assert_eq!(
        (&line["class"], &line["code"], &line["outputs"]),
        (&"completed".into(), &serde_json::Value::Null, &0.into())
    );
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
    assert_eq!(
        (&line["class"], &line["code"]),
        (&"unavailable".into(), &"x".into())
    );
    assert_eq!(
        (&line["message"], &line["trace"]),
        (&"said the guest".into(), &"at probe".into())
    );
    assert_eq!(line["retry_after_ms"], 1500);
    assert!(!failed.contains('\n'));
}

#[tokio::test]
async fn the_same_event_gives_the_same_result() {
    let plugin = probe(Policy::default()).await;
    let runs = async |id: &str| {
        let mut cause = event(id, "time\nsleep 1000\ntime\nrandom");
        cause.time = Some("2026-01-02T03:04:05Z".to_owned());
        let outcome = plugin.handle(cause).await;
        let (fuel, run) = (outcome.usage().fuel, outcome.run().clone());
        (crate::support::answer(outcome), fuel, run.clock, run.seed)
    };
    let first = runs("1").await;
    assert_eq!(first, runs("1").await);
    assert_eq!(first.2, "2026-01-02T03:04:05Z");
    assert!(first.0.starts_with("Ok(17673230450"), "{}", first.0);
    assert_ne!(
        first.0,
        runs("2").await.0,
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
