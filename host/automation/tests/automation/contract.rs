//! Events, settings and log lines, as the guest and the operator see them.

use crate::support::{Lines, PROBE, PURE, SANDBOX, ask, event, host, limited, probe};
use guesthouse::{Event, Host, Outcome, Policy};

#[tokio::test]
async fn the_guest_sees_the_event_as_it_was_received() {
    let plugin = probe(Policy::default()).await;
    let line = r#"{"specversion":"1.0","id":"é","source":"s","type":"t","subject":"","time":"2026-01-02T03:04:05.600Z",
        "datacontenttype":"text/plain","dataschema":"d","b":true,"a":-0,"c":"x","data":"event"}"#;
    let said = crate::support::answer(
        plugin
            .handle(Event::parse(line.replace('\n', "").as_bytes()).unwrap())
            .await,
    );
    assert_eq!(
        said,
        "Event { id: \"é\", source: \"s\", type: \"t\", subject: Some(\"\"), time: Some(\"2026-01-02T03:04:05.600Z\"), \
         data-content-type: Some(\"text/plain\"), data-schema: Some(\"d\"), extensions: \
         [Attribute { name: \"a\", value: \"0\" }, Attribute { name: \"b\", value: \"true\" }, \
         Attribute { name: \"c\", value: \"x\" }], data: Some([101, 118, 101, 110, 116]) }"
    );
}

#[tokio::test]
async fn a_guest_of_the_smaller_world_gets_data_byte_for_byte() {
    let plugin = host()
        .load("pure", PURE.as_slice(), Policy::default())
        .await
        .unwrap();
    for data in [
        r#"{"a" : 1.0,  "a":1e400,"b":"\ud800"}"#,
        "null",
        "9007199254740993",
        "\"\u{1F600}\"",
    ] {
        let line =
            format!(r#"{{"specversion":"1.0","id":"1","source":"s","type":"t","data": {data} }}"#);
        let Outcome::Completed(done) = plugin.handle(Event::parse(line.as_bytes()).unwrap()).await
        else {
            panic!()
        };
        assert_eq!(done.events[0].data.as_deref(), Some(data.as_bytes()));
        assert_eq!(done.run.usage.host_calls, 0);
    }
}

#[tokio::test]
async fn settings_are_the_plugins_own() {
    let plugin = probe(
        Policy::default()
            .setting("greeting", "Hi")
            .setting("empty", ""),
    )
    .await;
    let said = ask(
        &plugin,
        "config greeting\nconfig empty\nconfig PATH\nconfig ",
    )
    .await;
    assert_eq!(said, "Some(\"Hi\")\nSome(\"\")\nNone\nNone");
}

#[tokio::test]
async fn log_lines_arrive_printable_in_order_and_bounded() {
    let lines = Lines::default();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .log(lines.sink())
        .build()
        .unwrap();
    let policy = limited(|limits| {
        limits.run.log_lines = 4;
        limits.run.log_line_bytes = 30;
    });
    let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
    let script = format!(
        "log a\\nb\nprint c\\e[31m\nlog {}\nlog e\nlog f\nprint g",
        "d".repeat(40)
    );
    let outcome = plugin.handle(event("1", &script)).await;
    assert_eq!(outcome.usage().log_lines_dropped, 2);
    assert_eq!(
        lines.take(),
        [
            "info Log a\nb",
            "info Stdout c\\u{1b}[31m",
            &format!("info Log {}…", "d".repeat(27)),
            "info Log e"
        ]
    );
}

#[tokio::test]
async fn a_failed_event_leaves_its_log() {
    let lines = Lines::default();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .log(lines.sink())
        .build()
        .unwrap();
    let plugin = host
        .load("p", PROBE.as_slice(), Policy::default())
        .await
        .unwrap();
    assert!(matches!(
        plugin.handle(event("1", "log before\npanic now")).await,
        Outcome::Failed(_)
    ));
    assert_eq!(lines.take()[0], "info Log before");
}
