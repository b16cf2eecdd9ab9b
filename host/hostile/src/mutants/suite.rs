//! What may notice a mutant: the corpus, and the test binaries of the crates.

use crate::corpus::Tongue;
use anyhow::{Context as _, ensure};
use guesthouse_sandbox::switch::VARIABLE;
use serde_json::Value;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What one suite may take. A mutant that hangs is noticed by that.
const HANG: Duration = Duration::from_secs(400);
/// Seconds that one attack of a mutant may take.
const ATTACK: &str = "10";
/// The crates whose tests are run.
const CRATES: [&str; 2] = ["guesthouse-sandbox", "guesthouse"];

/// Somebody who noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Red {
    /// An adversary: its row, its name.
    Adversary(String, String),
    /// A test.
    Test(String),
    /// A suite that did not come to its end.
    Ended(String),
}

impl fmt::Display for Red {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adversary(_, name) => f.write_str(name),
            Self::Test(name) => write!(f, "the test {name}"),
            Self::Ended(how) => f.write_str(how),
        }
    }
}

/// A program that is green as long as every control is there.
pub(super) struct Suite {
    name: String,
    kind: Kind,
    program: PathBuf,
    dir: PathBuf,
    /// Where mutants keep what they compiled, for each other. What holds before and while a
    /// component is compiled is asked in each, or is a part of the name that it is kept under.
    cache: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Corpus(Tongue),
    Tests,
}

/// Builds the test binaries, and returns them with the corpus.
pub(super) fn build(cache: &Path, say: &dyn Fn(&str)) -> anyhow::Result<Vec<Suite>> {
    let own = std::env::current_exe()?;
    let corpus = |tongue: Tongue| Suite {
        name: format!("the corpus in {}", tongue.name()),
        kind: Kind::Corpus(tongue),
        program: own.clone(),
        dir: PathBuf::from("."),
        cache: cache.join(tongue.name()),
    };
    say("building the hostile plugin in Rust");
    crate::Plugins::build(&[Tongue::Rust], say)?;
    let mut suites = vec![corpus(Tongue::Wat), corpus(Tongue::Rust)];
    say("building the tests");
    // The command is named beside the crates so that nothing is built with other features.
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "test",
        "--no-run",
        "--quiet",
        "--message-format=json",
        "--lib",
    ]);
    cargo.args([
        "--test",
        "sandbox",
        "--test",
        "automation",
        "--features",
        "guesthouse/switches",
    ]);
    for package in CRATES.iter().chain(&["guesthouse-cli"]) {
        cargo.args(["-p", package]);
    }
    let built = cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(built.status.success(), "the tests do not build");
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    suites.extend(messages.lines().filter_map(tests));
    ensure!(suites.len() >= 2 + 2 * CRATES.len(), "tests are missing");
    Ok(suites)
}

/// Reads a test binary from one of cargo's messages.
fn tests(message: &str) -> Option<Suite> {
    let message: Value = serde_json::from_str(message).ok()?;
    let program = message.get("executable")?.as_str()?;
    let manifest = PathBuf::from(message.get("manifest_path")?.as_str()?);
    let target = message.get("target")?.get("name")?.as_str()?;
    let is_test = message.get("profile")?.get("test")?.as_bool()?;
    is_test.then(|| Suite {
        name: format!("the tests of {target}"),
        kind: Kind::Tests,
        program: program.into(),
        dir: manifest.parent().map(PathBuf::from).unwrap_or_default(),
        cache: PathBuf::new(),
    })
}

impl Suite {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns when it is this suite's turn to look for what a switch takes away: the likely ones
    /// first, and of those the quick ones.
    pub(super) fn turn(&self, is_of_the_domain: bool) -> usize {
        let likely = self.dir.ends_with("automation") == is_of_the_domain;
        match self.kind {
            Kind::Corpus(Tongue::Wat) if !is_of_the_domain => 0,
            Kind::Tests if likely => 1,
            Kind::Corpus(Tongue::Wat) => 4,
            Kind::Corpus(_) => 3,
            Kind::Tests => 2,
        }
    }

    /// Runs it with one control taken away and returns who noticed.
    pub(super) fn run(&self, off: Option<&str>) -> Vec<Red> {
        let ended = self.start(off).and_then(|child| end(child, HANG));
        match ended {
            Err(error) => vec![Red::Ended(format!("{}: {error:#}", self.name))],
            Ok((true, _)) => Vec::new(),
            Ok((false, out)) => {
                let red = match self.kind {
                    Kind::Corpus(_) => adversaries(&out),
                    Kind::Tests => failed_tests(&out),
                };
                match red.is_empty() {
                    true => vec![Red::Ended(format!("{}, which ended", self.name))],
                    false => red,
                }
            }
        }
    }

    fn start(&self, off: Option<&str>) -> anyhow::Result<Child> {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Corpus(tongue) => command
                .args([
                    "run",
                    "--small",
                    "--one-cell",
                    "--built",
                    "--format",
                    "json",
                ])
                .args(["--hang", ATTACK, "--languages", tongue.name()])
                // Bombs take the compiler's time, and its limits have tests of their own.
                .args(["--except", "compile-limit", "--cache"])
                .arg(&self.cache),
            Kind::Tests => command.args(["--test-threads", "2"]),
        };
        if let Some(off) = off {
            command.env(VARIABLE, off);
        }
        command.current_dir(&self.dir).stdin(Stdio::null());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        child.with_context(|| self.program.display().to_string())
    }
}

/// Waits for the program and returns whether it is content, and what it wrote.
fn end(mut child: Child, limit: Duration) -> anyhow::Result<(bool, String)> {
    let mut stdout = child.stdout.take().context("it has no output")?;
    let reader = std::thread::spawn(move || {
        let mut out = Vec::new();
        // What was written before it died is as good.
        stdout.read_to_end(&mut out).ok();
        String::from_utf8_lossy(&out).into_owned()
    });
    let started = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if started.elapsed() > limit => {
                child.kill()?;
                child.wait()?;
                anyhow::bail!("hang");
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let out = reader.join().unwrap_or_default();
    Ok((status.success(), out))
}

/// Reads who noticed from the lines of the corpus.
fn adversaries(out: &str) -> Vec<Red> {
    let lines = out
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let bad = lines.filter(|line| !is_good(line));
    let red = bad.filter_map(|line| {
        let word = |key| Some(line.get(key)?.as_str()?.to_owned());
        Some(Red::Adversary(word("row")?, word("name")?))
    });
    red.collect()
}

fn is_good(line: &Value) -> bool {
    let list = |key: &str| {
        line.get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    list("wrong").is_empty()
        && list("ended")
            .iter()
            .all(|ended| Some(ended) == line.get("must"))
}

/// Reads who noticed from what the test harness wrote.
fn failed_tests(out: &str) -> Vec<Red> {
    let failed = out
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    failed.map(|name| Red::Test(name.to_owned())).collect()
}
