//! A plugin releases its locks and permits however its event ends: when the caller drops it at any
//! point, and when the host or a log sink panics. A flood of events for one plugin does not block
//! another plugin.

use crate::http::{connection, granted};
use crate::support::{Lines, PROBE, SANDBOX, answer, event, verdict};
use guesthouse::{Host, LogEntry, Outcome, Policy, StateDb};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[tokio::test]
async fn a_dropped_handle_releases_its_locks_at_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .state(StateDb::open(folder.path().join("state.redb")).unwrap())
        .build()
        .unwrap();
    let server = crate::http::echo();
    let policy = granted(connection(&server.url())).grant_shared_store("s", "all");
    let plugin = host
        .load("p", PROBE.as_slice(), policy.clone())
        .await
        .unwrap();
    let other = host.load("q", PROBE.as_slice(), policy).await.unwrap();
    let script = "open s\nset s a 1\nsend c GET /a\nset s b 2";
    let mut finished = 0;
    for steps in 0..200 {
        {
            let mut handling = pin!(plugin.handle(event(&format!("{steps}"), script)));
            for _ in 0..steps {
                let mut context = Context::from_waker(Waker::noop());
                if let Poll::Ready(outcome) = handling.as_mut().poll(&mut context) {
                    answer(outcome);
                    finished += 1;
                    break;
                }
                // Lets the network and the committing thread make progress.
                tokio::task::yield_now().await;
                std::thread::sleep(std::time::Duration::from_micros(100));
            }
        }
        let next = other
            .handle(event(&format!("next {steps}"), "open s\nget s a"))
            .await;
        let seen = answer(next);
        assert!(
            ["Ok(None)", "Ok(Some(\"1\"))"].contains(&seen.as_str()),
            "{seen}"
        );
        if finished > 20 {
            return;
        }
    }
    panic!("only {finished} ran to the end");
}

#[tokio::test]
async fn a_panic_of_the_host_ends_one_event_and_nothing_else() {
    let lines = Lines::default();
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let resolver = move |_| {
        let is_first = calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        async move {
            assert!(!is_first, "the resolver of this test has a bug");
            Ok(vec![std::net::Ipv4Addr::LOCALHOST.into()])
        }
    };
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .resolver(resolver)
        .log(lines.sink())
        .build()
        .unwrap();
    let server = crate::http::echo();
    let url = format!("http://service.example:{}", server.address.port());
    let policy = granted(connection(&url)).grant_shared_store("s", "all");
    let plugin = host
        .load("p", PROBE.as_slice(), policy.clone())
        .await
        .unwrap();
    let other = host.load("q", PROBE.as_slice(), policy).await.unwrap();
    let script = "open s\nset s a 1\nlog before\nsend c GET /a\nget s a";
    let Outcome::Failed(failure) = plugin.handle(event("1", script)).await else {
        panic!()
    };
    assert_eq!(verdict(&failure), "host-bug");
    assert!(failure.message.contains("has a bug"), "{failure}");
    assert_eq!(lines.take(), ["info Log before"]);
    assert_eq!(
        answer(other.handle(event("2", "open s\nget s a")).await),
        "Ok(None)"
    );
    let again = answer(plugin.handle(event("1", script)).await);
    assert!(again.ends_with("hello\nOk(Some(\"1\"))"), "{again}");
}

#[tokio::test]
async fn a_panic_of_the_log_sink_releases_the_locks() {
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .log(|entry: &LogEntry<'_>| assert!(entry.line.message != "now", "a bug of the sink"))
        .build()
        .unwrap();
    let policy = Policy::default().grant_store("s");
    let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
    let script = "open s\nset s a 1\nlog now";
    let Outcome::Failed(failure) = plugin.handle(event("1", script)).await else {
        panic!("the sink panics")
    };
    assert_eq!(verdict(&failure), "host-bug");
    assert_eq!(
        answer(plugin.handle(event("2", "open s\nget s a")).await),
        "Ok(None)"
    );
}

#[tokio::test]
async fn a_flood_for_one_store_does_not_hold_up_another() {
    let host = Host::builder().sandbox(SANDBOX.clone()).build().unwrap();
    let server =
        crate::server::Server::start(|_, _| std::thread::sleep(std::time::Duration::from_secs(20)));
    let mut slow = connection(&server.url());
    slow.limits.timeout_ms = 20_000;
    let policy = granted(slow).grant_store("s");
    let flooded = host
        .load("p", PROBE.as_slice(), policy.clone())
        .await
        .unwrap();
    let other = host.load("q", PROBE.as_slice(), policy).await.unwrap();
    let mut flood = tokio::task::JoinSet::new();
    for n in 0..200 {
        let plugin = flooded.clone();
        flood.spawn(async move {
            plugin
                .handle(event(&n.to_string(), "open s\nsend c GET /a"))
                .await
        });
    }
    tokio::task::yield_now().await;
    for n in 0..5 {
        // Each event of the flood takes twenty seconds. This event must not wait for them.
        let outcome = other
            .handle(event(&n.to_string(), "open s\nset s a 1\nget s a"))
            .await;
        assert_eq!(answer(outcome), "Ok(())\nOk(Some(\"1\"))");
    }
    assert!(flood.try_join_next().is_none());
}
