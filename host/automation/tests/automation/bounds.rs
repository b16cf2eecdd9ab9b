//! The host's memory and work for one event are bounded, and the guest pays for the work in fuel.

use crate::http::{connection, echo, granted};
use crate::support::{answer, ask, event, fails, limited, probe, verdict};
use guesthouse::{Connection, Event, Limits, Outcome, Policy};

#[test]
fn the_host_holds_less_than_16_mib_for_a_run() {
    let limits = Limits::default();
    let connection = Connection::new("c", "https://service.example").unwrap();
    // The event and the changes until the end, the bytes of one call, a response with its headers
    // while the host searches it for credentials, the log, and the guest's stack.
    let held = limits.event_bytes
        + limits.state_bytes
        + limits.run.call_bytes
        + 2 * connection.limits.response_bytes
        + (64 << 10)
        + 2 * limits.run.log_bytes
        + (1 << 20);
    assert!(held < 16 << 20, "{held}");
    // The host drops the instance and its memory before it writes the outputs.
    assert!(limits.event_bytes + limits.state_bytes + 2 * limits.output_bytes <= 16 << 20);
}

#[tokio::test]
async fn an_event_that_is_too_large_is_rejected_before_anything_runs() {
    let plugin = probe(Policy::default()).await;
    let mut cause = event("1", "none");
    cause.subject = Some("x".repeat(4 << 20));
    let Outcome::Failed(failure) = plugin.handle(cause.clone()).await else {
        panic!()
    };
    assert_eq!(verdict(&failure), "rejected[event-bytes]");
    assert_eq!(failure.run.usage.host_calls, 0);
    assert!(
        failure
            .message
            .ends_with("more than the limit `event_bytes` of 4MiB"),
        "{failure}"
    );
    for grow in [
        |event: &mut Event| event.data = Some(vec![b'x'; 4 << 20]),
        |event: &mut Event| drop(event.extensions.insert("a".to_owned(), "x".repeat(4 << 20))),
        |event: &mut Event| event.id = "x".repeat(4 << 20),
    ] {
        let mut cause = event("1", "none");
        grow(&mut cause);
        assert_eq!(plugin.handle(cause).await.code(), Some("event-bytes"));
    }
    // The host accepts an event with a mebibyte of text.
    let mut honest = event("1", "none");
    honest.subject = Some("é".repeat(1 << 19));
    assert_eq!(plugin.handle(honest).await.code(), None);
}

/// The host repeats these attributes in each output, each request and each log line.
#[tokio::test]
async fn attributes_that_the_host_copies_are_limited() {
    let plugin = probe(Policy::default()).await;
    for grow in [
        |event: &mut Event| event.id = "x".repeat(Event::MAX_ID + 1),
        |event: &mut Event| event.source = "x".repeat(Event::MAX_ID + 1),
        |event: &mut Event| event.time = Some("1".repeat(Event::MAX_TIME + 1)),
    ] {
        let mut cause = event("1", "none");
        grow(&mut cause);
        let outcome = plugin.handle(cause).await;
        assert_eq!(outcome.code(), Some("attribute-bytes"));
        assert_eq!(outcome.usage().host_calls, 0);
    }
}

#[tokio::test]
async fn pending_changes_are_limited_over_all_stores() {
    let policy = Policy::default().grant_store("a").grant_store("b");
    let plugin = probe(policy).await;
    // The host accepts values of a mebibyte. A key that is written again counts once.
    let fits = "open a\nopen b\nfills a 2 1048576\nfills b 1 1048576\nfills a 2 1048576\nfills a 2 1048576";
    assert_eq!(ask(&plugin, fits).await, ["Ok(())"; 4].join("\n"));
    let over = "open a\nopen b\nfills a 2 1048576\nfills b 2 1048576";
    assert_eq!(verdict(&fails(&plugin, over).await), "limit[state-bytes]");
    // Empty values and deletions count too, because the host keeps each change.
    let small = "open a\nfills a 30000 0";
    assert_eq!(ask(&plugin, small).await, "Ok(())");
    let many = "open a\nfills a 32000 0";
    assert_eq!(verdict(&fails(&plugin, many).await), "limit[state-bytes]");
}

#[tokio::test]
async fn deletions_of_stored_keys_are_bounded() {
    let policy = limited(|limits| limits.state_bytes = 1_000);
    let plugin = probe(policy.grant_store("a")).await;
    for n in 0..8 {
        ask(&plugin, &format!("open a\nset a {n} x")).await;
    }
    let deletes: String = (0..8).map(|n| format!("delete a {n}\n")).collect();
    let failure = fails(&plugin, &format!("open a\n{deletes}")).await;
    assert_eq!(verdict(&failure), "limit[state-bytes]");
    assert_eq!(
        failure.message,
        "the plugin exceeded its limit `state_bytes` of 1000B"
    );
}

#[tokio::test]
async fn requests_are_bounded() {
    let server = echo();
    let mut policy = granted(connection(&server.url()));
    policy.limits.requests = 3;
    let plugin = probe(policy).await;
    assert!(
        ask(&plugin, &"send c GET /a\n".repeat(3))
            .await
            .ends_with("hello")
    );
    // Denied requests count too, because the host does work to check them.
    let script = "send c GET /a\nsend c GET /b\nsend x GET /a\nsend c GET /a";
    assert_eq!(verdict(&fails(&plugin, script).await), "limit[requests]");
    assert_eq!(server.asked().len(), 4);
}

#[tokio::test]
async fn outputs_are_counted_as_they_are_written() {
    let plugin = probe(limited(|limits| limits.output_bytes = 1_000)).await;
    for (fits, over) in [
        // The host writes a control character as six bytes and a quotation mark as two.
        ("x".repeat(990), "x".repeat(1_001)),
        ("\u{1}".repeat(160), "\u{1}".repeat(170)),
        ("\"".repeat(490), "\"".repeat(501)),
    ] {
        let script = |text: &str| format!("out media=text/plain data={text}");
        let done = plugin
            .handle(event("1", &script(&fits[..fits.len() - 10])))
            .await;
        assert_eq!(done.code(), None);
        let failure = fails(&plugin, &script(&over)).await;
        assert_eq!(verdict(&failure), "limit[output-bytes]");
    }
    let binary = |bytes: usize| format!("out media=image/png data={}", "x".repeat(bytes));
    assert_eq!(plugin.handle(event("1", &binary(700))).await.code(), None);
    assert_eq!(
        verdict(&fails(&plugin, &binary(750)).await),
        "limit[output-bytes]"
    );
}

/// Returns the fuel that a script uses in addition to the fuel of an empty script.
async fn fuel(policy: &Policy, script: &str) -> u64 {
    let plugin = probe(policy.clone()).await;
    let fuel = async |script: &str| {
        let outcome = plugin.handle(event("1", script)).await;
        let fuel = outcome.usage().fuel;
        answer(outcome);
        fuel
    };
    let empty = fuel("").await;
    fuel(script).await - empty
}

fn price(name: &str) -> u64 {
    let row = guesthouse::PRICES.iter().find(|row| row.name == name);
    row.unwrap().fuel
}

#[tokio::test]
async fn host_work_costs_fuel() {
    let server = echo();
    let policy = granted(connection(&server.url())).grant_store("s");
    let open = fuel(&policy, "open s").await;
    assert!(open > price("STATE_OPEN"), "{open}");
    let read = fuel(&policy, "open s\nget s a").await - open;
    assert!(read > price("STATE_READ"), "{read}");
    let write = fuel(&policy, "open s\nset s a b").await - open;
    assert!(
        write > price("STATE_CHANGE") + 2 * price("STATE_CHANGE_BYTE"),
        "{write}"
    );
    let delete = fuel(&policy, "open s\ndelete s a").await - open;
    assert!(delete > price("STATE_CHANGE"), "{delete}");
    // A scan pays for each key that it visits, including deleted keys.
    let fill = "open s\nfills s 100 0";
    let deletes: String = (0..100).map(|n| format!("delete s k{n:06}\n")).collect();
    let deleted = fuel(&policy, &format!("{fill}\n{deletes}")).await;
    let scanned = fuel(&policy, &format!("{fill}\n{deletes}keys s - - 9")).await;
    assert!(
        scanned - deleted > 100 * price("STATE_SCAN"),
        "{}",
        scanned - deleted
    );
    let fields = fuel(&policy, "fields 1000").await - fuel(&policy, "fields 0").await;
    assert!(fields > 1_000 * price("LOG_FIELD"), "{fields}");
    let request = fuel(&policy, "send c GET /a").await;
    assert!(request > price("HTTP_REQUEST"), "{request}");
}

#[tokio::test]
async fn host_work_costs_fuel_for_each_byte() {
    let server = echo();
    let policy = granted(connection(&server.url())).grant_store("s");
    let most =
        async |with: &str, without: &str| fuel(&policy, with).await - fuel(&policy, without).await;
    let change = most("open s\nfills s 1 10001", "open s\nfills s 1 1").await;
    assert!(change > 10_000 * price("STATE_CHANGE_BYTE"), "{change}");
    let message = most("post c /a 10001", "post c /a 1").await;
    assert!(message > 10_000 * price("HTTP_BYTE"), "{message}");
    // Both runs execute the same guest code. The price of the host's work applies to kept lines
    // only.
    let line = format!("log {}", "x".repeat(4_000));
    let drops = limited(|limits| limits.run.log_lines = 0);
    let kept = fuel(&policy, &line).await - fuel(&drops, &line).await;
    assert!(kept > 4_000 * price("LOG_BYTE"), "{kept}");
}

/// A quotation mark takes two bytes in the written form. The guest does the same work for it as for
/// another character.
#[tokio::test]
async fn outputs_are_charged_to_the_remaining_fuel() {
    let script =
        |character: &str| format!("out media=text/plain data={}", character.repeat(10_000));
    let plugin = probe(Policy::default()).await;
    let used = async |script: String| plugin.handle(event("1", &script)).await.usage().fuel;
    let short = used(script("x")).await;
    let long = used(script("\"")).await;
    assert_eq!(long - short, 10_000 * price("OUTPUT_BYTE"));
    let plugin = probe(limited(|limits| limits.run.fuel = long - 1)).await;
    let failure = fails(&plugin, &script("\"")).await;
    assert_eq!(verdict(&failure), "limit[fuel]");
}

#[tokio::test]
async fn the_same_work_costs_the_same() {
    let server = echo();
    let policy = granted(connection(&server.url())).grant_store("s");
    let script = "open s\nset s a b\nget s a\nkeys s - - 9\nsend c GET /a\nsend c GET /b";
    let first = fuel(&policy, script).await;
    assert_eq!(first, fuel(&policy, script).await);
}
