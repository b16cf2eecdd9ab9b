//! The streams of `run`: bad, blank, long and missing lines, and a reader that closes its end.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};
use serde_json::Value;

pub(crate) fn welcome() -> Option<PathBuf> {
    plugins::example("welcome", "rust", &[])
}

pub(crate) fn issue(id: &str, title: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"com.github.issues.opened","data":{{"issue":{{"number":1,"title":"{title}","user":{{"login":"octocat"}}}}}}}}"#
    )
}

pub(crate) fn run(workdir: &Workdir, args: &[&str], stdin: &str) -> Option<Ran> {
    let mut command = plugins::run(workdir, &welcome()?);
    command.args(args);
    Some(Ran::wait(command, stdin.as_bytes()))
}

pub(crate) fn ids(ran: &Ran) -> Vec<String> {
    let titles = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    titles
        .map(|event| event["data"]["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn empty_input_has_no_events() {
    let Some(ran) = run(&new_workdir(), &[], "") else {
        return;
    };
    let ran = ran.exited(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("0 events\n"), "{}", ran.stderr);
}

#[test]
fn an_invalid_line_is_reported_with_its_number_and_the_rest_is_handled() {
    let input = format!(
        "{}\n\n  \r\nnot json\n{{\"id\":1}}\n\u{feff}{{}}\n{}",
        issue("1", "a"),
        issue("2", "b")
    );
    let Some(ran) = run(&new_workdir(), &[], &input) else {
        return;
    };
    let ran = ran.exited(1);
    assert_eq!(ids(&ran), ["a", "b"]);
    for shown in [
        "\n  --> standard input, line 4\n",
        "\n  --> standard input, line 5\n",
        "error[bad-line]: the same for 1 more: ",
        "\n  --> standard input, line 6\n",
        "2 events: 2 completed; 3 invalid lines",
    ] {
        assert!(ran.stderr.contains(shown), "{shown}: {}", ran.stderr);
    }
}

#[test]
fn a_very_long_line_is_skipped_in_bounded_memory() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let mut command = plugins::run(&workdir, &plugin);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let id = child.id();
    let writer = std::thread::spawn(move || {
        let chunk = vec![b'x'; 1 << 20];
        for _ in 0..200 {
            stdin.write_all(&chunk).unwrap();
        }
        let peak = peak_kib(id);
        stdin
            .write_all(format!("\n{}\n", issue("1", "after")).as_bytes())
            .unwrap();
        peak
    });
    let ran = Ran::from(child.wait_with_output().unwrap()).exited(1);
    assert_eq!(ids(&ran), ["after"]);
    assert!(
        ran.stderr
            .contains("error[bad-line]: invalid event: the line is longer than 16 MiB"),
        "{}",
        ran.stderr
    );
    let peak = writer.join().unwrap();
    assert!(peak < 150 << 10, "{peak} KiB resident");
}

fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn outputs_are_in_input_order_when_events_run_concurrently() {
    let input: String = (0..500)
        .map(|n| issue(&n.to_string(), &n.to_string()) + "\n")
        .collect();
    let Some(ran) = run(&new_workdir(), &["--jobs", "8"], &input) else {
        return;
    };
    let expected: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    assert_eq!(ids(&ran.exited(0)), expected);
}

#[test]
fn an_output_is_written_before_the_next_event_arrives() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let mut child = plugins::run(&workdir, &plugin)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    writeln!(stdin, "{}", issue("1", "first")).unwrap();
    let mut byte = [0];
    stdout.read_exact(&mut byte).unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_standard_output_ends_the_command_quietly() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let input: String = (0..2000)
        .map(|n| issue(&n.to_string(), "a") + "\n")
        .collect();
    let mut child = plugins::run(&workdir, &plugin)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let ran = Ran::from(child.wait_with_output().unwrap()).exited(141);
    assert_eq!(ran.stderr, "");
}

#[test]
fn help_into_a_closed_pipe_is_quiet() {
    let workdir = new_workdir();
    let mut child = workdir
        .command(&["run", "--help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert!(matches!(ran.code, Some(0 | 141)), "{:?}", ran.code);
    assert_eq!(ran.stderr, "");
}

#[test]
fn ctrl_c_ends_the_command_between_two_events() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let mut child = plugins::run(&workdir, &plugin)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", issue("1", "a")).unwrap();
    let mut byte = [0];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut byte)
        .unwrap();
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupt.success());
    let ran = Ran::from(child.wait_with_output().unwrap()).exited(130);
    assert!(
        ran.stderr.contains("1 event: 1 completed"),
        "{}",
        ran.stderr
    );
    drop(stdin);
}

#[test]
fn json_format_prints_only_json_lines() {
    let input = format!("{}\nnot json\n", issue("1", "a"));
    let Some(ran) = run(&new_workdir(), &["--format", "json"], &input) else {
        return;
    };
    let kinds: Vec<String> = ran
        .exited(1)
        .stderr
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds, ["diagnostic", "summary"]);
}

#[test]
fn each_event_has_an_outcome() {
    let workdir = new_workdir();
    let rejected = r#"{"specversion":"1.0","id":"2","source":"/s","type":"com.github.issues.opened","data":{}}"#;
    let input = format!("{}\n{rejected}\n", issue("1", "a"));
    let Some(ran) = run(&workdir, &["--outcomes", "outcomes.jsonl"], &input) else {
        return;
    };
    ran.exited(1);
    let outcomes: Vec<Value> = workdir
        .read("outcomes.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(outcomes.len(), 2);
    assert_eq!(outcomes[0]["class"], "completed");
    assert_eq!(outcomes[0]["outputs"], 1);
    assert_eq!(outcomes[1]["class"], "rejected");
    assert_eq!(outcomes[1]["code"], "missing-item");
    for outcome in &outcomes {
        for name in ["fuel", "wall_us", "peak_memory"] {
            assert!(outcome[name].as_u64().unwrap() > 0, "{name} in {outcome}");
        }
    }
}

#[test]
fn committed_events_are_answered_from_the_state_file_or_handled_again() {
    let workdir = new_workdir();
    let (first, other) = (issue("1", "a"), issue("1", "b"));
    let state = ["--state", "state.redb"];
    let again = ["--state", "state.redb", "--again"];
    for (args, event, title, warns) in [
        (&state[..], &first, "a", false),
        (&state, &first, "a", false),
        (&state, &other, "a", true),
        (&again, &other, "b", false),
        (&state, &other, "b", false),
    ] {
        let Some(ran) = run(&workdir, args, event) else {
            return;
        };
        let ran = ran.exited(0);
        assert_eq!(ids(&ran), [title]);
        assert_eq!(ran.stderr.contains("id-reused"), warns, "{}", ran.stderr);
    }
}

#[test]
fn a_credential_from_the_environment_has_no_line_end_and_is_not_empty() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let policy = workdir.write(
        "guesthouse.toml",
        "[plugin.welcome]\nconnections = { c = { methods = [\"GET\"], paths = [\"/\"] } }\n\
         [connection.c]\nurl = \"https://example.com\"\nheaders = { x-token = { env = \"TOKEN\" } }\n",
    );
    for (token, code) in [("s3cret-token\r\n", 0), ("\r\n", 2), ("", 2)] {
        let mut command = plugins::run(&workdir, &plugin);
        command.arg("--policy").arg(&policy).env("TOKEN", token);
        let ran = Ran::wait(command, b"").exited(code);
        let says_empty = ran.stderr.contains("header `x-token`: the value is empty");
        assert_eq!(says_empty, code == 2, "{}", ran.stderr);
    }
}

#[test]
fn odd_numbers_of_jobs_and_threads_do_not_panic() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    for threads in ["0", "many"] {
        let mut command = plugins::run(&workdir, &plugin);
        command.args(["--jobs", &usize::MAX.to_string()]);
        command.env("TOKIO_WORKER_THREADS", threads);
        let ran = Ran::wait(command, issue("1", "a").as_bytes()).exited(0);
        assert_eq!(ids(&ran), ["a"]);
    }
}

/// The operator can raise such a limit, so the hint names its key.
#[test]
fn a_failure_at_a_limit_of_the_policy_names_the_key() {
    let workdir = new_workdir();
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let policy = workdir.write(
        "guesthouse.toml",
        "[plugin.milestone]\nstores = [\"counts\"]\nlimits = { store_keys = 0 }\n",
    );
    let mut command = plugins::run(&workdir, &plugin);
    command.arg("--policy").arg(&policy);
    let push = r#"{"specversion":"1.0","id":"1","source":"/s","type":"com.github.push","data":{"repository":{"full_name":"a/b"}}}"#;
    let ran = Ran::wait(command, push.as_bytes()).exited(1);
    let hint = "raise `store_bytes` or `store_keys` under the `limits` of `[plugin.milestone]`";
    assert!(ran.stderr.contains(hint), "{}", ran.stderr);
}

/// The limit is below the address space of a pool and above that of a single guest.
#[test]
fn a_run_without_a_pool_warns_and_continues() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let run = plugins::run(&workdir, &plugin);
    let mut limited = Command::new("sh");
    let script = "ulimit -v 50000000; exec \"$0\" \"$@\"";
    limited.args(["-c", script]).arg(run.get_program());
    limited.args(run.get_args()).current_dir(workdir.dir());
    limited.env("HOME", workdir.path("home"));
    let ran = Ran::wait(limited, issue("1", "a").as_bytes()).exited(0);
    assert_eq!(ids(&ran), ["a"]);
    assert!(
        ran.stderr.starts_with("warning[no-pool]: "),
        "{}",
        ran.stderr
    );
}
