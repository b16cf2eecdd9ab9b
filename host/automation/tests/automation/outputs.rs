//! Outputs: the attributes that the host completes, and the outputs that it refuses.

use crate::support::{ask, event, fails, limited, probe, verdict};
use guesthouse::{Event, Outcome, Pattern, Plugin, Policy};
use std::collections::BTreeMap;

async fn outputs(plugin: &Plugin, event: Event) -> Vec<Event> {
    match plugin.handle(event).await {
        Outcome::Completed(done) => done.events,
        Outcome::Failed(failure) => panic!("{failure}"),
    }
}

#[tokio::test]
async fn missing_attributes_of_outputs_are_completed() {
    let plugin = probe(Policy::default()).await;
    let mut cause = event("1", "out\nout type=b time=2026-01-02T03:04:05Z a=1");
    cause.time = Some("2025-12-31T23:59:59.5+01:00".to_owned());
    let [first, second] = outputs(&plugin, cause.clone()).await.try_into().unwrap();
    assert_eq!(
        first,
        Event {
            id: "ttysuzufqqm2studxwerjctfcn".to_owned(),
            source: "/plugins/probe".to_owned(),
            type_: "out".to_owned(),
            time: cause.time.clone(),
            extensions: BTreeMap::from([("ghhops".to_owned(), "1".to_owned())]),
            ..Event::default()
        }
    );
    assert_ne!(first.id, second.id);
    assert_eq!(second.time.as_deref(), Some("2026-01-02T03:04:05Z"));
    assert_eq!(second.extensions["a"], "1");
    assert_eq!(
        outputs(&plugin, cause).await[0].id,
        first.id,
        "a repeat gives the same id"
    );
    let other = outputs(&plugin, event("2", "out")).await;
    assert_ne!(other[0].id, first.id);
    assert_eq!(other[0].time, None);
}

#[tokio::test]
async fn a_source_is_the_operators_or_matches_emits() {
    let emits = vec![Pattern::new("https://plugins.example/*")];
    let source = Some("https://plugins.example/p".to_owned());
    let plugin = probe(Policy {
        emits,
        source,
        ..Policy::default()
    })
    .await;
    let all = outputs(
        &plugin,
        event("1", "out\nout source=https://plugins.example/q"),
    )
    .await;
    let sources: Vec<_> = all.iter().map(|event| event.source.as_str()).collect();
    assert_eq!(
        sources,
        ["https://plugins.example/p", "https://plugins.example/q"]
    );
    let any = Policy {
        emits: vec![Pattern::new("*")],
        ..Policy::default()
    };
    let failure = fails(&probe(any).await, "out source=").await;
    assert_eq!(verdict(&failure), "invalid-output[empty-source]");
    let failure = fails(&plugin, "out source=https://plugins.example.evil/").await;
    assert_eq!(
        failure.to_string(),
        "invalid-output[source-not-granted]: output 0: source `https://plugins.example.evil/` matches no `emits` \
         pattern of the policy\n--> plugin `probe`, event `1` of `/test`\n\
         hint: correct the plugin; the record `output` of the contract documents the rules for outputs"
    );
}

#[tokio::test]
async fn outputs_of_an_event_have_different_ids() {
    let policy = Policy {
        emits: vec![Pattern::any()],
        ..Policy::default()
    };
    let plugin = probe(policy).await;
    let derived = outputs(&plugin, event("1", "out")).await.remove(0).id;
    for script in ["out id=a\nout\nout id=a", &format!("out\nout id={derived}")] {
        let failure = fails(&plugin, script).await;
        assert_eq!(verdict(&failure), "invalid-output[repeated-id]");
        assert!(failure.message.starts_with("output "), "{failure}");
    }
    let sources = outputs(&plugin, event("1", "out id=a\nout id=a source=/b")).await;
    assert_eq!(sources.len(), 2);
}

#[tokio::test]
async fn outputs_that_break_a_rule_are_invalid() {
    let plugin = probe(Policy::default()).await;
    for (output, code) in [
        ("out type=", "empty-type"),
        ("out id=", "empty-id"),
        ("out source=", "source-not-granted"),
        ("out source=/plugins/probe", "source-not-granted"),
        ("out time=yesterday", "invalid-time"),
        ("out A=1", "invalid-extension"),
        ("out =1", "invalid-extension"),
        ("out a_b=1", "invalid-extension"),
        ("out aaaaaaaaaaaaaaaaaaaaa=1", "invalid-extension"),
        ("out ghhops=0", "invalid-extension"),
        ("out ghx=0", "invalid-extension"),
        ("out specversion=1.0", "invalid-extension"),
        ("out +data=1", "invalid-extension"),
        ("out +id=1", "invalid-extension"),
        ("out a=1 a=1", "invalid-extension"),
        (
            &format!(
                "out{}",
                (0..101).map(|n| format!(" a{n}=1")).collect::<String>()
            ),
            "invalid-extension",
        ),
        ("out data={", "invalid-json"),
        ("out data=", "invalid-json"),
        ("out data=NaN", "invalid-json"),
        ("out media=application/json data=1\\s2", "invalid-json"),
        ("out media=application/x+json data='a'", "invalid-json"),
        ("out\nout type=", "empty-type"),
        (&format!("out id={}", "a".repeat(4097)), "too-long"),
        (
            &format!("out time=2026-01-02T03:04:05.{}Z", "1".repeat(64)),
            "too-long",
        ),
    ] {
        let failure = fails(&plugin, output).await;
        assert_eq!(
            verdict(&failure),
            format!("invalid-output[{code}]"),
            "{output}: {failure}"
        );
    }
    for fine in [
        "out aaaaaaaaaaaaaaaaaaaa=",
        "out g=1",
        "out media=text/plain data={",
        "out data=1e400",
        "out data=\"\\ud800\"",
        "out subject=",
        &format!("out id={}", "a".repeat(4096)),
        "none",
    ] {
        outputs(&plugin, event("1", fine)).await;
    }
}

#[tokio::test]
async fn outputs_are_limited_in_number_and_size() {
    let policy = limited(|limits| {
        limits.outputs = 3;
        limits.output_bytes = 1_000;
    });
    let plugin = probe(policy).await;
    assert_eq!(outputs(&plugin, event("1", "flood 3 100")).await.len(), 3);
    assert_eq!(
        verdict(&fails(&plugin, "flood 4 1").await),
        "limit[outputs]"
    );
    let failure = fails(&plugin, "flood 2 499").await;
    assert_eq!(verdict(&failure), "limit[output-bytes]");
    assert_eq!(
        failure.message,
        "the plugin exceeded its limit `output_bytes` of 1000B: its outputs have 1004 bytes as JSON"
    );
}

#[tokio::test]
async fn event_loops_end_at_the_limit_of_hops() {
    let plugin = probe(Policy::default()).await;
    let mut cause = event("1", "out");
    for hop in 1..=8 {
        let script = cause.data.take();
        cause = Event {
            data: Some(b"out".to_vec()),
            ..outputs(
                &plugin,
                Event {
                    data: script,
                    ..cause
                },
            )
            .await
            .remove(0)
        };
        assert_eq!(cause.extensions["ghhops"], hop.to_string());
    }
    let Outcome::Failed(failure) = plugin.handle(cause.clone()).await else {
        panic!("no ninth hop")
    };
    assert_eq!(verdict(&failure), "limit[hops]");
    cause
        .extensions
        .insert("ghhops".to_owned(), u32::MAX.to_string());
    let Outcome::Failed(failure) = plugin.handle(cause.clone()).await else {
        panic!("no hop after all")
    };
    assert_eq!(verdict(&failure), "limit[hops]");
    cause.data = Some(b"none".to_vec());
    assert_eq!(
        outputs(&plugin, cause.clone()).await,
        [],
        "who only listens makes no loop"
    );
    cause.extensions.insert("ghhops".to_owned(), "x".to_owned());
    cause.data = Some(b"out".to_vec());
    assert!(matches!(plugin.handle(cause).await, Outcome::Failed(_)));
}

#[tokio::test]
async fn written_events_parse_to_equal_events() {
    let plugin = probe(Policy::default()).await;
    for output in [
        "out",
        "out data={\"b\":1,\"a\":[]}",
        "out media=text/plain data=a\\nb\"",
        "out media=image/png data=x",
        "out data=\"\\ud800\" subject=",
        "out media=text/plain;charset=latin1 data=x",
        "out data=1e400 a=true b=1",
    ] {
        let written = outputs(&plugin, event("1", output)).await.remove(0);
        assert_eq!(
            Event::parse(written.to_json().as_bytes()).unwrap(),
            written,
            "{output}"
        );
    }
    assert_eq!(ask(&plugin, "config a").await, "None");
}
