//! The examples give the same results in every language, for real and malformed events: the same
//! bytes, classes and codes. `examples/expected.py` computes the results independently.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, repository};

const TESTEES: &[(&str, &[&str])] = &[
    ("rust", &[]),
    ("js", &[]),
    ("js", &["--engine", "starlingmonkey"]),
    ("python", &[]),
    ("go", &[]),
];

/// The results of a plugin for all events.
struct Answers {
    testee: String,
    outputs: String,
    results: Vec<String>,
}

fn run(example: &str, plugin: &Path, testee: String, events: &[u8], options: &[&str]) -> Answers {
    let workdir = new_workdir();
    let mut command = plugins::run(&workdir, plugin);
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
    let results = results(&workdir.read("outcomes.jsonl"));
    Answers {
        testee,
        outputs: ran.stdout,
        results,
    }
}

fn results(outcomes: &str) -> Vec<String> {
    outcomes.lines().map(result).collect()
}

/// Returns the event, the class and the code, and the message if the plugin chose it, without what
/// differs by language.
fn result(line: &str) -> String {
    let outcome: serde_json::Value = serde_json::from_str(line).unwrap();
    let [id, class, code, mut message] =
        ["event", "class", "code", "message"].map(|name| outcome[name].to_string());
    // The rest of an error of writing names a type of the language.
    if let Some(end) = message.find(" at $") {
        message.replace_range(end.., "\"");
    }
    let is_chosen = matches!(
        outcome["class"].as_str(),
        Some("rejected" | "failed" | "unavailable")
    );
    if is_chosen {
        format!("{id} {class} {code} {message}")
    } else {
        format!("{id} {class} {code}")
    }
}

/// Returns the results that `examples/expected.py` computes.
fn expected(example: &str, events: &[u8]) -> Answers {
    let workdir = new_workdir();
    let mut command = Command::new("python3");
    command
        .arg(repository().join("examples/expected.py"))
        .arg(example);
    command
        .current_dir(workdir.dir())
        .args(["--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, events);
    assert_eq!(ran.code, Some(0), "expected.py: {}", ran.stderr);
    Answers {
        testee: "expected.py".to_owned(),
        outputs: ran.stdout,
        results: results(&workdir.read("outcomes.jsonl")),
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
        same(&who, &first.results.join("\n"), &other.results.join("\n"));
        same(&who, &first.outputs, &other.outputs);
    }
}

/// Shows only the first line that differs, because the texts are megabytes long.
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

/// The server that `enrich` calls, on a port that the system chooses.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start() -> Self {
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
fn there_are_200_events_of_20_kinds() {
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
