//! The four languages agree on every event, real and ugly: the same bytes, the same class and code.
//! What they agree on is what `examples/expected.py` works out without any of them.

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

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use house::{House, Ran, repository};

const TESTEES: &[(&str, &[&str])] = &[
    ("rust", &[]),
    ("js", &[]),
    ("js", &["--engine", "starlingmonkey"]),
    ("python", &[]),
    ("go", &[]),
];

/// What a plugin made of the events.
struct Answers {
    testee: String,
    outputs: String,
    ends: Vec<String>,
}

fn run(example: &str, plugin: &Path, testee: String, events: &[u8], options: &[&str]) -> Answers {
    let house = House::new();
    let mut command = plugins::run(&house, plugin);
    command
        .arg("--policy")
        .arg(plugins::policy(example))
        .args(options);
    command.args(["--quiet", "--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, events);
    assert!(
        matches!(ran.code, Some(0 | 1)),
        "{example} in {testee}: {:?}\n{}",
        ran.code,
        ran.stderr
    );
    let ends = house.read("outcomes.jsonl").lines().map(end).collect();
    Answers {
        testee,
        outputs: ran.stdout,
        ends,
    }
}

/// Event, class, code and, where the plugin chose it, the message.
fn end(line: &str) -> String {
    let outcome: serde_json::Value = serde_json::from_str(line).unwrap();
    let [id, class, code, message] =
        ["event", "class", "code", "message"].map(|name| outcome[name].to_string());
    let chosen = matches!(
        outcome["class"].as_str(),
        Some("rejected" | "failed" | "unavailable")
    );
    format!(
        "{id} {class} {code} {}",
        if chosen { message } else { String::new() }
    )
}

/// What the examples' manual says that a plugin must make of the events.
fn expected(example: &str, events: &[u8]) -> Answers {
    let house = House::new();
    let mut command = Command::new("python3");
    command
        .arg(repository().join("examples/expected.py"))
        .arg(example);
    command
        .current_dir(house.dir())
        .args(["--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, events);
    assert_eq!(ran.code, Some(0), "expected.py: {}", ran.stderr);
    Answers {
        testee: "expected.py".to_owned(),
        outputs: ran.stdout,
        ends: house.read("outcomes.jsonl").lines().map(end).collect(),
    }
}

fn agree(example: &str, options: &[&str]) {
    let events = plugins::events();
    let mut all = vec![expected(example, &events)];
    for (language, engine) in TESTEES {
        let testee = [&[*language], *engine].concat().join(" ");
        let Some(plugin) = plugins::example(example, language, engine) else {
            continue;
        };
        all.push(run(example, &plugin, testee, &events, options));
    }
    let (first, others) = all.split_first().unwrap();
    assert!(!first.outputs.is_empty(), "{example} has outputs");
    for other in others {
        let who = format!(
            "{example}: {} (left) and {} (right)",
            first.testee, other.testee
        );
        same(&who, &first.ends.join("\n"), &other.ends.join("\n"));
        same(&who, &first.outputs, &other.outputs);
    }
}

/// Shows the first line that differs, not the megabytes around it.
#[track_caller]
fn same(who: &str, left: &str, right: &str) {
    for (number, (left, right)) in left.lines().zip(right.lines()).enumerate() {
        let show = |text: &str| text.chars().take(2000).collect::<String>();
        assert!(
            left == right,
            "{who}, line {}\n{}\n{}",
            number + 1,
            show(left),
            show(right)
        );
    }
    assert_eq!(left.len(), right.len(), "{who}: one has more lines");
}

/// The server that `enrich` asks, on a port of its own choice.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let script = repository().join("examples/enrich/server.py");
        let mut process = Command::new("python3")
            .arg(script)
            .arg("0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3");
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        Self {
            process,
            url: format!("http://127.0.0.1:{}", port.trim()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_events_are_many_and_of_many_kinds() {
    let events = plugins::events();
    let kinds: BTreeSet<String> = String::from_utf8_lossy(&events)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .map(|event| event["type"].to_string())
        .collect();
    let count = events.iter().filter(|byte| **byte == b'\n').count();
    assert!(
        count >= 200 && kinds.len() >= 20,
        "{count} events of {} kinds",
        kinds.len()
    );
}

#[test]
fn welcome() {
    agree("welcome", &[]);
}

#[test]
fn milestone() {
    agree("milestone", &["--state", "state.redb"]);
}

#[test]
fn enrich() {
    let server = Server::start();
    agree(
        "enrich",
        &["--connection", &format!("profiles={}", server.url)],
    );
}
