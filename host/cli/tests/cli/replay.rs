//! Recorded events run again in another process, without the services and the state that they used.

use std::path::{Path, PathBuf};

use crate::agreement::Server;
use crate::plugins;
use crate::streams::issue;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};
use serde_json::Value;

const LANGUAGES: [&str; 4] = ["rust", "js", "python", "go"];

fn push(id: &str, login: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"com.github.push","data":{{"sender":{{"login":"{login}"}}, "repository":{{"full_name":"o/r"}}}}}}"#
    ) + "\n"
}

/// Runs events and records them in the folder `records`.
fn record(workdir: &Workdir, plugin: &Path, example: &str, args: &[&str], events: &str) -> Ran {
    let mut command = plugins::run(workdir, plugin);
    command.arg("--policy").arg(plugins::policy(example));
    command.args(["--plugin", example, "--record", "records"]);
    command.args(args);
    Ran::wait(command, events.as_bytes())
}

fn replay(workdir: &Workdir, plugin: Option<&Path>) -> Ran {
    let mut command = workdir.command(&["replay", "records"]);
    command.args(plugin);
    command.env("XDG_CACHE_HOME", plugins::built().join("cache"));
    Ran::wait(command, b"")
}

fn recordings(workdir: &Workdir) -> Vec<PathBuf> {
    let files = std::fs::read_dir(workdir.path("records")).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

/// Changes the only recording.
fn edit(workdir: &Workdir, change: impl Fn(&mut Value)) {
    let [file] = <[_; 1]>::try_from(recordings(workdir)).unwrap();
    let mut recording: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    change(&mut recording);
    std::fs::write(file, recording.to_string()).unwrap();
}

#[test]
fn a_failure_with_requests_replays_without_the_service_in_each_language() {
    for language in LANGUAGES {
        let Some(plugin) = plugins::example("enrich", language, &[]) else {
            continue;
        };
        let workdir = new_workdir();
        let server = Server::start();
        let service = format!("profiles={}", server.url);
        let events = push("1", "octo") + &push("2", "octo-500");
        let all = ["--connection", &service, "--record-events", "all"];
        let ran = record(&workdir, &plugin, "enrich", &all, &events).exited(1);
        assert!(
            ran.stderr.contains("2 recordings in records"),
            "{}",
            ran.stderr
        );
        drop(server);
        let ran = replay(&workdir, None).exited(0);
        let lines: Vec<_> = ran.stdout.lines().collect();
        assert_eq!(lines.len(), 2, "{language}: {}", ran.stdout);
        assert!(lines[0].ends_with(": completed, as recorded"), "{lines:?}");
        let failed = ": unavailable/profiles-answered-500, as recorded";
        assert!(lines[1].ends_with(failed), "{lines:?}");
        assert!(
            lines.iter().all(|line| line.starts_with("same ")),
            "{lines:?}"
        );
    }
}

#[test]
fn state_replays_without_the_state_file_in_each_language() {
    for language in LANGUAGES {
        let Some(plugin) = plugins::example("milestone", language, &[]) else {
            continue;
        };
        let workdir = new_workdir();
        let events: String = (0..10).map(|id| push(&id.to_string(), "octo")).collect();
        let all = ["--state", "state.redb", "--record-events", "all"];
        record(&workdir, &plugin, "milestone", &all, &events).exited(0);
        std::fs::remove_file(workdir.path("state.redb")).unwrap();
        let ran = replay(&workdir, None).exited(0);
        assert_eq!(ran.stdout.matches("same ").count(), 10, "{}", ran.stdout);
    }
}

#[test]
fn another_build_is_compared_with_the_recorded_one() {
    let [Some(rust), Some(js)] = ["rust", "js"].map(|it| plugins::example("welcome", it, &[]))
    else {
        return;
    };
    let Some(milestone) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let rejected = issue("1", "a").replace("\"title\"", "\"other\"");
    record(
        &workdir,
        &rust,
        "welcome",
        &[],
        &(issue("2", "a") + "\n" + &rejected),
    )
    .exited(1);
    assert_eq!(recordings(&workdir).len(), 1, "only the failed event");
    let ran = replay(&workdir, Some(&js)).exited(0);
    assert!(ran.stdout.starts_with("same "), "{}", ran.stdout);
    assert!(ran.stderr.contains("error[rejected/"), "{}", ran.stderr);
    let ran = replay(&workdir, Some(&milestone)).exited(0);
    assert!(ran.stdout.starts_with("fixed "), "{}", ran.stdout);
    assert!(ran.stdout.contains("is completed\n"), "{}", ran.stdout);
    // The component that was recorded is another one now.
    let component = workdir.write("welcome.wasm", std::fs::read(&js).unwrap());
    let note = "note: the component is not the build that was recorded";
    edit(&workdir, |recording| {
        recording["component"] = component.display().to_string().into();
        recording["outcome"]["code"] = "red\u{1b}[31m".into();
    });
    let ran = replay(&workdir, None).exited(1);
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    let ran = replay(&workdir, Some(&js)).exited(1);
    assert!(!ran.stderr.contains(note), "{}", ran.stderr);
}

#[test]
fn a_build_that_reads_what_was_not_recorded_has_no_result() {
    let [Some(rust), Some(js)] = ["rust", "js"].map(|it| plugins::example("milestone", it, &[]))
    else {
        return;
    };
    let workdir = new_workdir();
    let all = ["--state", "state.redb", "--record-events", "all"];
    record(&workdir, &rust, "milestone", &all, &push("1", "octo")).exited(0);
    replay(&workdir, Some(&js)).exited(0);
    edit(&workdir, |recording| {
        recording["state"]["stores"]["milestone/counts"]["entries"]["o/r"] = "listed".into();
    });
    let ran = replay(&workdir, Some(&js)).exited(1);
    assert!(ran.stdout.starts_with("unknown "), "{}", ran.stdout);
    let note = "the recording does not have the value of `o/r` in `milestone/counts`";
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
}

#[test]
fn a_difference_from_the_recording_is_named() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let all = ["--state", "state.redb", "--record-events", "all"];
    record(&workdir, &plugin, "milestone", &all, &push("1", "octo")).exited(0);
    edit(&workdir, |recording| {
        recording["changes"]["milestone/counts"]["o/r"] = "7".into();
        recording["calls"][0]["arguments"] = serde_json::json!(["other"]);
        recording["outcome"]["usage"]["fuel"] = 1.into();
    });
    let ran = replay(&workdir, None).exited(1);
    assert!(ran.stdout.starts_with("differs "), "{}", ran.stdout);
    for difference in [
        r#"call 1: recorded state.open("other"), now state.open("counts")"#,
        r#"state `o/r` of `milestone/counts`: recorded "7", now "1""#,
        "fuel: recorded 1, now ",
    ] {
        assert!(ran.stderr.contains(difference), "{}", ran.stderr);
    }
}

#[test]
fn a_file_that_is_no_recording_is_an_error_and_no_panic() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let all = ["--state", "state.redb", "--record-events", "all"];
    record(&workdir, &plugin, "milestone", &all, &push("1", "octo")).exited(0);
    let [file] = <[_; 1]>::try_from(recordings(&workdir)).unwrap();
    let good = std::fs::read_to_string(&file).unwrap();
    let huge_store = |recording: &mut Value| {
        let entries = serde_json::json!({"k": {"bytes": u64::MAX}});
        recording["state"]["stores"]["milestone/counts"]["entries"] = entries;
    };
    let no_seed = |recording: &mut Value| recording["seed"] = "00".into();
    let other_format = |recording: &mut Value| recording["format"] = 2.into();
    let no_event = |recording: &mut Value| recording["event"]["attributes"]["id"] = "".into();
    let changes = [
        (
            huge_store as fn(&mut Value),
            "more than the 268435456 allowed",
        ),
        (no_seed, "invalid `seed`"),
        (other_format, "has format 2"),
        (no_event, "not a recording"),
    ];
    for (change, message) in changes {
        std::fs::write(&file, &good).unwrap();
        edit(&workdir, change);
        let ran = replay(&workdir, None).exited(2);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
    std::fs::write(&file, &good[..good.len() / 2]).unwrap();
    let ran = replay(&workdir, None).exited(2);
    assert!(
        ran.stderr.contains("error[bad-recording]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_damaged_recording_does_not_keep_others_from_their_replay() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let all = ["--state", "state.redb", "--record-events", "all"];
    let events: String = ["1", "2", "3"].map(|id| push(id, "octo")).concat();
    record(&workdir, &plugin, "milestone", &all, &events).exited(0);
    let mut files = recordings(&workdir);
    files.sort();
    std::fs::write(&files[0], "{").unwrap();
    let ran = replay(&workdir, None).exited(1);
    assert_eq!(ran.stdout.matches("same ").count(), 2, "{}", ran.stdout);
    let name = files[0].file_name().unwrap().to_string_lossy();
    let shown = format!("\n  --> records/{name}\n");
    assert!(
        ran.stderr.contains("error[bad-recording]: "),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(&shown), "{}", ran.stderr);
}

/// Sizes that are smaller than the values make no number wrap around.
#[test]
fn a_recording_with_wrong_sizes_replays() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let all = ["--state", "state.redb", "--record-events", "all"];
    record(&workdir, &plugin, "milestone", &all, &push("1", "octo")).exited(0);
    for size in [[0_u64, 0], [u64::MAX, u64::MAX]] {
        edit(&workdir, |recording| {
            let store = &mut recording["state"]["stores"]["milestone/counts"];
            store["size"] = size.to_vec().into();
            store["entries"]["o/r"] = serde_json::json!({"value": "1"});
        });
        let ran = replay(&workdir, None);
        assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.stderr);
        assert!(!ran.stderr.contains("panic"), "{}", ran.stderr);
    }
}
