//! What `run` does with its streams: bad lines, blank lines, long lines, no lines, and a reader that
//! goes away.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that panics is a test that fails, and what it prints is for who runs it"
)]

mod house;
#[path = "house/plugins.rs"]
mod plugins;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use house::{House, Ran};
use serde_json::Value;

fn welcome() -> Option<PathBuf> {
    plugins::example("welcome", "rust", &[])
}

fn issue(id: &str, title: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"com.github.issues.opened","data":{{"issue":{{"number":1,"title":"{title}","user":{{"login":"octocat"}}}}}}}}"#
    )
}

fn run(house: &House, args: &[&str], stdin: &str) -> Option<Ran> {
    let mut command = plugins::run(house, &welcome()?);
    command.args(args);
    Some(Ran::wait(command, stdin.as_bytes()))
}

fn ids(ran: &Ran) -> Vec<String> {
    let titles = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    titles
        .map(|event| event["data"]["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn no_lines_are_no_events() {
    let Some(ran) = run(&House::new(), &[], "") else {
        return;
    };
    let ran = ran.exited(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.starts_with("0 events\n"), "{}", ran.stderr);
}

#[test]
fn a_bad_line_names_its_number_and_the_rest_goes_on() {
    let input = format!(
        "{}\n\n  \r\nnot json\n{{\"id\":1}}\n\u{feff}{{}}\n{}",
        issue("1", "a"),
        issue("2", "b")
    );
    let Some(ran) = run(&House::new(), &[], &input) else {
        return;
    };
    let ran = ran.exited(1);
    assert_eq!(ids(&ran), ["a", "b"]);
    for line in ["line 4", "line 5", "line 6"] {
        assert!(
            ran.stderr
                .contains(&format!("error[bad-line]: {line} is no event: ")),
            "{}",
            ran.stderr
        );
    }
    assert!(
        ran.stderr.contains("2 events: 2 completed; 3 bad lines"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_line_without_end_is_skipped_in_bounded_memory() {
    let house = House::new();
    let Some(plugin) = welcome() else { return };
    // 200 MiB would not fit under this limit twice, and the engine reserves more than it uses.
    let mut command = plugins::run(&house, &plugin);
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
            .contains("line 1 is no event: it is longer than 16 MiB"),
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
fn outputs_come_in_input_order_however_many_run_at_once() {
    let input: String = (0..500)
        .map(|n| issue(&n.to_string(), &n.to_string()) + "\n")
        .collect();
    let Some(ran) = run(&House::new(), &["--jobs", "8"], &input) else {
        return;
    };
    let expected: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    assert_eq!(ids(&ran.exited(0)), expected);
}

#[test]
fn an_output_is_written_before_the_next_event_arrives() {
    let house = House::new();
    let Some(plugin) = welcome() else { return };
    let mut child = plugins::run(&house, &plugin)
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
fn a_reader_that_goes_away_ends_it_quietly() {
    let house = House::new();
    let Some(plugin) = welcome() else { return };
    let input: String = (0..2000)
        .map(|n| issue(&n.to_string(), "a") + "\n")
        .collect();
    let mut child = plugins::run(&house, &plugin)
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
    let house = House::new();
    let mut child = house
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
fn ctrl_c_ends_it_between_two_events() {
    let house = House::new();
    let Some(plugin) = welcome() else { return };
    let mut child = plugins::run(&house, &plugin)
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
fn machines_get_json_lines_only() {
    let input = format!("{}\nnot json\n", issue("1", "a"));
    let Some(ran) = run(&House::new(), &["--format", "json"], &input) else {
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
fn each_event_has_its_outcome() {
    let house = House::new();
    let rejected = r#"{"specversion":"1.0","id":"2","source":"/s","type":"com.github.issues.opened","data":{}}"#;
    let input = format!("{}\n{rejected}\n", issue("1", "a"));
    let Some(ran) = run(&house, &["--outcomes", "outcomes.jsonl"], &input) else {
        return;
    };
    ran.exited(1);
    let outcomes = house.read("outcomes.jsonl");
    let outcomes: Vec<Value> = outcomes
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(outcomes.len(), 2);
    assert_eq!(
        (&outcomes[0]["class"], &outcomes[0]["outputs"]),
        (&"completed".into(), &1.into())
    );
    assert_eq!(
        (&outcomes[1]["class"], &outcomes[1]["code"]),
        (&"rejected".into(), &"missing-item".into())
    );
    for outcome in &outcomes {
        for name in ["fuel", "wall_us", "peak_memory"] {
            assert!(outcome[name].as_u64().unwrap() > 0, "{name} in {outcome}");
        }
    }
}

/// What a pool wants is more than the limit, and a guest wants less.
#[test]
fn a_run_without_a_pool_says_so_and_goes_on() {
    let house = House::new();
    let Some(plugin) = welcome() else { return };
    let run = plugins::run(&house, &plugin);
    let mut limited = Command::new("sh");
    let script = "ulimit -v 50000000; exec \"$0\" \"$@\"";
    limited.args(["-c", script]).arg(run.get_program());
    limited.args(run.get_args()).current_dir(house.dir());
    limited.env("HOME", house.path("home"));
    let ran = Ran::wait(limited, issue("1", "a").as_bytes()).exited(0);
    assert_eq!(ids(&ran), ["a"]);
    assert!(
        ran.stderr.starts_with("warning[no-pool]: "),
        "{}",
        ran.stderr
    );
}
