//! State: grants, quotas, reading one's own writes, and all or nothing.

use crate::support::{Lines, PROBE, SANDBOX, answer, ask, dialogue, event, fails, probe, verdict};
use guesthouse::{Digest, Host, Outcome, Plugin, Policy, ReusedIds, StateDb};
use guesthouse_diagnostics::chain;

async fn on(database: &StateDb, name: &str, policy: Policy) -> Plugin {
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .state(database.clone())
        .build()
        .unwrap();
    host.load(name, PROBE.as_slice(), policy).await.unwrap()
}

fn counts() -> Policy {
    Policy::default().grant_store("counts")
}

#[tokio::test]
async fn a_store_without_a_grant_is_refused_whether_it_exists_or_not() {
    let steps = [
        ("open other", "Error::NotGranted"),
        ("open ", "Error::NotGranted"),
        ("open counts", ""),
    ];
    dialogue(&probe(counts()).await, &steps).await;
}

#[tokio::test]
async fn the_operator_learns_why_a_change_is_refused() {
    let lines = Lines::default();
    let host = Host::builder().sandbox(SANDBOX.clone());
    let host = host.log(lines.sink()).build().unwrap();
    let mut policy = counts();
    policy.limits.store_bytes = 100;
    policy.limits.store_keys = 1;
    policy.limits.value_bytes = 1_000;
    let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
    let script = "open other\nopen counts\nfill counts a 80\nfill counts v 1001\nfill counts b 19\n\
                  fill counts b 1\ndelete counts ";
    ask(&plugin, script).await;
    let reasons = [
        "the policy does not grant the store `other` to the plugin",
        "the value of `v` has 1001 bytes, more than the limit `value_bytes` of 1000B",
        "with `b` the store would have 101 bytes, more than the limit `store_bytes` of 100B",
        "with `b` the store would have 2 keys, more than the limit `store_keys` of 1",
        "the key `` must have 1 to 512 bytes, and no control characters",
    ];
    assert_eq!(
        lines.take(),
        reasons.map(|reason| format!("warn Host {reason}"))
    );
}

#[tokio::test]
async fn reads_see_the_writes_of_the_same_event() {
    let steps = [
        ("open counts", ""),
        ("get counts a", "Ok(None)"),
        ("set counts a 1", "Ok(())"),
        ("get counts a", r#"Ok(Some("1"))"#),
        ("set counts a 2", "Ok(())"),
        ("get counts a", r#"Ok(Some("2"))"#),
        ("delete counts a", "Ok(())"),
        ("get counts a", "Ok(None)"),
        ("set counts b ", "Ok(())"),
        ("get counts b", r#"Ok(Some(""))"#),
        ("delete counts zzz", "Ok(())"),
    ];
    dialogue(&probe(counts()).await, &steps).await;
}

#[tokio::test]
async fn keys_of_snapshot_and_changes_come_in_byte_order() {
    let plugin = probe(counts()).await;
    let before = ["b", "d", "é", "Z", "ba"].map(|key| format!("set counts {key} 1\n"));
    ask(&plugin, &format!("open counts\n{}", before.concat())).await;
    let steps = [
        ("open counts", ""),
        ("set counts c 1", "Ok(())"),
        ("set counts a 1", "Ok(())"),
        ("delete counts d", "Ok(())"),
        ("set counts b 2", "Ok(())"),
        ("set counts bb 1", "Ok(())"),
        (
            "keys counts - - 9",
            r#"Ok(["Z", "a", "b", "ba", "bb", "c", "é"])"#,
        ),
        ("keys counts b - 9", r#"Ok(["b", "ba", "bb"])"#),
        ("keys counts b b 1", r#"Ok(["ba"])"#),
        ("keys counts b a 9", r#"Ok(["b", "ba", "bb"])"#),
        ("keys counts b c 9", "Ok([])"),
        ("keys counts - bb 9", r#"Ok(["c", "é"])"#),
        ("keys counts - - 0", "Ok([])"),
        ("keys counts x - 9", "Ok([])"),
    ];
    dialogue(&plugin, &steps).await;
}

#[tokio::test]
async fn at_most_a_thousand_keys_are_listed_at_once() {
    let plugin = probe(counts()).await;
    let sets: String = (0..1_001)
        .map(|n| format!("set counts k{n:04} 1\n"))
        .collect();
    let said = ask(
        &plugin,
        &format!("open counts\n{sets}keys counts - - 5000\nkeys counts - k0999 5000"),
    )
    .await;
    let mut lists = said.lines().skip(1_001);
    assert_eq!(lists.next().unwrap().matches("\"k").count(), 1_000);
    assert_eq!(lists.next().unwrap(), "Ok([\"k1000\"])");
}

#[tokio::test]
async fn keys_and_values_have_rules() {
    let set = |key: &str| format!("set counts {key} 1");
    let steps = [
        ("open counts", ""),
        ("get counts ", "Err(Error::InvalidKey)"),
        (&set(&"k".repeat(513)), "Err(Error::InvalidKey)"),
        (&set(&"k".repeat(512)), "Ok(())"),
        (&set("a\u{7}"), "Err(Error::InvalidKey)"),
        ("delete counts ", "Err(Error::InvalidKey)"),
        ("fill counts v 1048576", "Ok(())"),
        ("fill counts v 1048577", "Err(Error::TooLarge)"),
    ];
    dialogue(&probe(counts()).await, &steps).await;
}

#[tokio::test]
async fn quotas_count_stored_bytes_and_allow_shrinking() {
    let mut policy = counts();
    policy.limits.store_bytes = 100;
    policy.limits.store_keys = 3;
    policy.limits.value_bytes = 1_000;
    let plugin = probe(policy).await;
    let full = "Err(Error::QuotaExceeded)";
    dialogue(
        &plugin,
        &[("open counts", ""), ("fill counts a 80", "Ok(())")],
    )
    .await;
    let steps = [
        ("open counts", ""),
        ("fill counts b 20", full),
        ("fill counts b 18", "Ok(())"),
        ("fill counts a 81", full),
        ("fill counts a 79", "Ok(())"),
        ("set counts c 1", full),
        ("delete counts a", "Ok(())"),
        ("set counts c 1", "Ok(())"),
        ("set counts d 1", "Ok(())"),
        ("set counts e 1", full),
    ];
    dialogue(&plugin, &steps).await;
    let steps = [
        ("open counts", ""),
        ("set counts f 1", full),
        ("delete counts b", "Ok(())"),
        ("set counts f 1", "Ok(())"),
        ("keys counts - - 9", r#"Ok(["c", "d", "f"])"#),
    ];
    dialogue(&plugin, &steps).await;
}

#[tokio::test]
async fn a_failed_event_changes_nothing() {
    let plugin = probe(counts()).await;
    for (end, expected) in [
        ("fail rejected x", "rejected[x]"),
        ("fail unavailable -", "unavailable"),
        ("panic no", "crashed[panic]"),
        (
            "out source=https://elsewhere",
            "invalid-output[source-not-granted]",
        ),
        ("spin", "limit[fuel]"),
    ] {
        let failure = fails(&plugin, &format!("open counts\nset counts a 1\n{end}")).await;
        assert_eq!(verdict(&failure), expected, "{failure}");
        assert_eq!(
            ask(&plugin, "open counts\nget counts a").await,
            "Ok(None)",
            "{end}"
        );
    }
}

#[tokio::test]
async fn state_and_outcome_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let script = "open counts\nset counts a 1\nget counts a";
    let first = {
        let plugin = on(&StateDb::open(&file).unwrap(), "p", counts()).await;
        plugin.handle(event("1", script)).await
    };
    let plugin = on(&StateDb::open(&file).unwrap(), "p", counts()).await;
    // The host answers from the database and does not run the new script.
    let again = plugin.handle(event("1", "panic no")).await;
    let (Outcome::Completed(first), Outcome::Completed(again)) = (first, again) else {
        panic!()
    };
    assert!(!first.already_committed && again.already_committed);
    assert_eq!(first.events, again.events);
    assert_eq!(first.run, again.run);
    let other = plugin.handle(event("2", "open counts\nget counts a")).await;
    assert_eq!(answer(other), "Ok(Some(\"1\"))");
}

/// The answers of the database say which build of the plugin handled the event, and whether the event
/// had other content.
#[tokio::test]
async fn a_reused_id_is_told_from_a_repeat() {
    let lines = Lines::default();
    let database = StateDb::in_memory().unwrap();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .state(database.clone())
        .log(lines.sink())
        .build()
        .unwrap();
    let plugin = host
        .load("p", PROBE.as_slice(), Policy::default())
        .await
        .unwrap();
    let handle = async |script: &str| match plugin.handle(event("1", script)).await {
        Outcome::Completed(done) => done,
        Outcome::Failed(failure) => panic!("{failure}"),
    };
    let first = handle("config a").await;
    let repeat = handle("config a").await;
    assert!(repeat.already_committed && !repeat.id_reused);
    assert_eq!(repeat.run.build.digest, Some(Digest::of(&PROBE)));
    assert_eq!(lines.take(), Vec::<String>::new());
    let other = handle("config b").await;
    assert!(other.already_committed && other.id_reused);
    assert_eq!(other.events, first.events);
    assert_eq!(
        lines.take(),
        [
            "warn Host id-reused: an event with the same source and id but other content is already committed; \
          the host returns its outcome"
        ]
    );
    let line = Outcome::Completed(other).to_json();
    assert!(line.contains("\"id_reused\":true"), "{line}");

    let rejecting = Policy {
        reused_ids: ReusedIds::Reject,
        ..Policy::default()
    };
    let plugin = on(&database, "p", rejecting).await;
    let failure = fails(&plugin, "config b").await;
    assert_eq!(verdict(&failure), "rejected[id-reused]");
    assert!(plugin.handle(event("1", "config a")).await.code().is_none());
}

#[tokio::test]
async fn an_event_can_be_handled_again() {
    let plugin = on(&StateDb::in_memory().unwrap(), "p", counts()).await;
    let count = |id| event(id, "open counts\nkeys counts - - 9\nset counts a 1");
    assert_eq!(answer(plugin.handle(count("1")).await), "Ok([])\nOk(())");
    let again = plugin.handle_again(count("1")).await;
    assert_eq!(answer(again), "Ok([\"a\"])\nOk(())");
    let repeat = plugin.handle(count("1")).await;
    assert_eq!(answer(repeat), "Ok([\"a\"])\nOk(())");
}

#[tokio::test]
async fn a_failure_is_handled_again() {
    let plugin = on(&StateDb::in_memory().unwrap(), "p", counts()).await;
    assert_eq!(verdict(&fails(&plugin, "fail failed x").await), "failed[x]");
    assert_eq!(ask(&plugin, "config a").await, "None");
}

#[tokio::test]
async fn stores_are_private_unless_the_policy_shares_them() {
    let database = StateDb::in_memory().unwrap();
    let shared = || Policy::default().grant_shared_store("counts", "all");
    let write = "open counts\nset counts a 1";
    ask(&on(&database, "a", counts()).await, write).await;
    let read = "open counts\nget counts a";
    assert_eq!(
        ask(&on(&database, "b", counts()).await, read).await,
        "Ok(None)"
    );
    assert_eq!(
        ask(&on(&database, "c", shared()).await, write).await,
        "Ok(())"
    );
    assert_eq!(
        ask(&on(&database, "d", shared()).await, read).await,
        "Ok(Some(\"1\"))"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_share_a_store_take_turns() {
    let database = StateDb::in_memory().unwrap();
    let shared = Policy::default().grant_shared_store("counts", "all");
    let plugins = [
        on(&database, "a", shared.clone()).await,
        on(&database, "b", shared).await,
    ];
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..40 {
        let plugin = plugins[n % 2].clone();
        // Each event adds a key and counts the keys. Two concurrent events would count the same
        // number.
        let script = format!("open counts\nset counts {n} 1\nkeys counts - - 1000");
        tasks.spawn(async move { answer(plugin.handle(event(&n.to_string(), &script)).await) });
    }
    let mut seen: Vec<usize> = Vec::new();
    while let Some(said) = tasks.join_next().await {
        seen.push(said.unwrap().lines().nth(1).unwrap().matches('"').count() / 2);
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_waiting_plugin_answers_a_repeated_event_from_the_commit() {
    let database = StateDb::in_memory().unwrap();
    let plugin = on(&database, "p", counts()).await;
    let script = "open counts\nkeys counts - - 9\nset counts a 1";
    let (first, second) = tokio::join!(
        plugin.handle(event("1", script)),
        plugin.handle(event("1", script))
    );
    assert_eq!(answer(first), answer(second));
}

#[tokio::test]
async fn an_event_that_is_handled_twice_at_once_is_committed_once() {
    let server = crate::server::Server::start(|_, out| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        crate::server::reply(out, 200, &[], b"");
    });
    let policy = crate::http::granted(crate::http::connection(&server.url()));
    let plugin = on(&StateDb::in_memory().unwrap(), "p", policy).await;
    let handle = || plugin.handle(event("1", "send c GET /a"));
    let (first, second) = tokio::join!(handle(), handle());
    let (Outcome::Completed(first), Outcome::Completed(second)) = (first, second) else {
        panic!()
    };
    assert_eq!(server.asked().len(), 2, "both ran");
    assert_ne!(first.already_committed, second.already_committed);
    assert_eq!(first.run, second.run);
}

#[tokio::test]
async fn a_file_that_is_not_a_database_is_an_error_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "no database".repeat(1_000)).unwrap();
    let error = chain(&StateDb::open(&file).unwrap_err());
    let expected = format!(
        "cannot open the state file `{}`: the file is not a state file of guesthouse",
        file.display()
    );
    assert_eq!(error, expected);
    let file = folder.path().join("state.redb");
    let _open = StateDb::open(&file).unwrap();
    let error = chain(&StateDb::open(&file).unwrap_err());
    assert!(error.contains("already open"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_handle_commits_once_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let database = StateDb::open(folder.path().join("state.redb")).unwrap();
    let plugin = on(&database, "p", counts()).await;
    let handle = |n: usize| {
        // Each event counts the committed keys and then adds one.
        let script = format!("open counts\nkeys counts - - 1000\nset counts {n} 1");
        let plugin = plugin.clone();
        async move { plugin.handle(event(&n.to_string(), &script)).await }
    };
    for n in 0..60 {
        let patience = std::time::Duration::from_micros(100 * n as u64);
        tokio::time::timeout(patience, handle(n)).await.ok();
    }
    let mut seen = Vec::new();
    for n in 0..60 {
        seen.push(
            answer(handle(n).await)
                .lines()
                .next()
                .unwrap()
                .matches('"')
                .count()
                / 2,
        );
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..60).collect::<Vec<_>>());
}

/// redb asserts that its own data at the beginning of the file is valid, so it panics on a damaged
/// file.
#[tokio::test]
async fn a_damaged_file_is_an_error_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let plugin = on(&StateDb::open(&file).unwrap(), "p", counts()).await;
    ask(&plugin, "open counts\nset counts a 1").await;
    drop(plugin);
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = 0;
    for place in (0..64 << 10).step_by(1 << 10) {
        let mut bytes = whole.clone();
        bytes[place..place + 64].fill(0xff);
        std::fs::write(&file, bytes).unwrap();
        let Err(error) = StateDb::open(&file) else {
            continue;
        };
        let text = chain(&error);
        let expected = format!("cannot open the state file `{}`: ", file.display());
        assert!(text.starts_with(&expected), "{text}");
        damaged += u32::from(text.contains("damaged"));
    }
    assert!(damaged > 0);
}
