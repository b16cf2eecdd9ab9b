//! What may notice a mutant: the corpus, and the test binaries of the crates.

use super::red::Red;
use crate::corpus::{self, Tongue};
use crate::page::Row;
use anyhow::{Context as _, ensure};
use guesthouse_sandbox::switch::VARIABLE;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What a suite may take. A mutant that hangs is noticed by that.
const HANG: Duration = Duration::from_secs(240);
/// Seconds that one attack of a mutant may take.
const ATTACK: &str = "10";
/// The folder of the crate whose switches the corpus looks for first.
pub(super) const SANDBOX: &str = "host/sandbox";
/// How adversaries end that are not asked: bombs take the compiler's time, and its limits have tests.
const LEFT_OUT: &str = "compile-limit";
/// How many of those who are red are asked again.
const TRIES: usize = 3;
/// The crates whose tests are run, and their folders.
const CRATES: [(&str, &str); 3] = [
    ("guesthouse-sandbox", "host/sandbox"),
    ("guesthouse", "host/automation"),
    ("guesthouse-inspect", "host/inspect"),
];

/// A program that is green as long as every control is there.
pub(super) struct Suite {
    name: String,
    kind: Kind,
    program: PathBuf,
    dir: PathBuf,
    /// Where mutants keep what they compiled, for each other. What holds before and while a
    /// component is compiled is asked in each, or is a part of the name that it is kept under.
    cache: PathBuf,
    /// Rows of the attack table that have adversaries here.
    rows: BTreeSet<String>,
}

/// What of a suite is run.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    All,
    /// Rows of the corpus, or functions of the tests.
    Named(&'a [&'a str]),
    /// One adversary or one test.
    One(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Corpus(Tongue),
    Tests,
}

/// Builds the test binaries, and returns them with the corpus.
pub(super) fn build(cache: &Path, say: &dyn Fn(&str)) -> anyhow::Result<Vec<Suite>> {
    say("building the hostile plugin in Rust");
    crate::Plugins::build(&[Tongue::Rust], say)?;
    let mut suites = vec![
        adversaries(Tongue::Wat, cache)?,
        adversaries(Tongue::Rust, cache)?,
    ];
    say("building the tests");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--no-run", "--quiet", "--message-format=json"]);
    cargo.args(["--lib", "--test", "sandbox", "--test", "automation"]);
    cargo.args(["--test", "check"]);
    for (package, _) in CRATES {
        cargo.args(["-p", package]);
        if package != "guesthouse" {
            cargo.args(["--features", &format!("{package}/switches")]);
        }
    }
    // The command is named beside the crates so that nothing is built with other features.
    cargo.args(["-p", "guesthouse-cli"]);
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

fn adversaries(tongue: Tongue, cache: &Path) -> anyhow::Result<Suite> {
    let corpus = corpus::read(&[tongue])?.into_iter();
    Ok(Suite {
        name: format!("the corpus in {}", tongue.name()),
        kind: Kind::Corpus(tongue),
        program: std::env::current_exe()?,
        dir: PathBuf::from("."),
        cache: cache.join(tongue.name()),
        rows: corpus
            .filter(|adversary| !adversary.ends.contains(LEFT_OUT))
            .map(|adversary| adversary.row)
            .collect(),
    })
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
        rows: BTreeSet::new(),
    })
}

impl Suite {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns what of the suite the rows of the attack table name: rows with adversaries in its
    /// language, or functions of its crate.
    pub(super) fn named<'a>(&self, rows: &[&'a Row]) -> Vec<&'a str> {
        if self.kind != Kind::Tests {
            let own = rows.iter().filter(|row| self.rows.contains(&row.word));
            return own.map(|row| row.word.as_str()).collect();
        }
        let tests = rows.iter().flat_map(|row| &row.tests);
        let tests = tests.filter_map(|test| test.split_once("::"));
        let own = tests.filter(|(file, _)| self.has(file));
        own.map(|(_, function)| function).collect()
    }

    fn has(&self, file: &str) -> bool {
        let of_crate = |(_, dir): &&(&str, &str)| self.dir.ends_with(dir) && file.starts_with(dir);
        CRATES.iter().any(|known| of_crate(&known))
    }

    /// Returns when it is this suite's turn to look for what a switch of a crate takes away: the
    /// likely ones first, and of those the quick ones. For the `matrix` adversaries go first.
    pub(super) fn turn(&self, home: &str, matrix: bool) -> usize {
        let likely = self.dir.ends_with(home);
        match self.kind {
            Kind::Corpus(Tongue::Wat) if home == SANDBOX && matrix => 0,
            Kind::Tests if likely => 1,
            Kind::Corpus(Tongue::Wat) if home == SANDBOX => 2,
            Kind::Tests => 3,
            Kind::Corpus(_) => 4,
        }
    }

    /// Returns who notices that a control is taken away: the first, or `all` of the corpus. Whoever
    /// does is red again with the control taken away, and green alone with nothing taken away.
    pub(super) fn confirmed(&self, off: &str, part: Part<'_>, all: bool) -> Vec<Red> {
        let mut red = self.run(Some(off), part, all);
        let is_sure = |one: &Red| match one {
            Red::Adversary(_, name) | Red::Test(name) => {
                let alone = Part::One(name);
                !self.run(Some(off), alone, false).is_empty()
                    && self.run(None, alone, false).is_empty()
            }
            Red::Ended(_) => !self.run(Some(off), part, false).is_empty(),
        };
        if !red.iter().take(TRIES).any(is_sure) {
            red.clear();
        }
        red
    }

    /// Runs a part of it and returns who is red: the first, or `all` of the corpus.
    pub(super) fn run(&self, off: Option<&str>, part: Part<'_>, all: bool) -> Vec<Red> {
        let ended = self.start(off, part);
        let ended = ended.and_then(|child| self.end(child, all && self.kind != Kind::Tests));
        match ended {
            Err(error) => vec![Red::Ended(format!("{}: {error:#}", self.name))],
            Ok((End::Content, _)) => Vec::new(),
            Ok((end, out)) => {
                let red: Vec<_> = out.iter().filter_map(|line| self.red(line)).collect();
                match red.is_empty() {
                    true => vec![Red::Ended(format!("{}, which {}", self.name, end.word()))],
                    false => red,
                }
            }
        }
    }

    /// Reads who noticed from a line.
    fn red(&self, line: &str) -> Option<Red> {
        match self.kind {
            Kind::Corpus(_) => Red::adversary(line),
            Kind::Tests => Red::test(line),
        }
    }

    fn start(&self, off: Option<&str>, part: Part<'_>) -> anyhow::Result<Child> {
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
                .args(["--except", LEFT_OUT, "--cache"])
                .arg(&self.cache),
            Kind::Tests => command.args(["--test-threads", "2"]),
        };
        match (part, self.kind) {
            (Part::All, _) => &mut command,
            (Part::Named(rows), Kind::Corpus(_)) => command.arg("--rows").arg(rows.join(",")),
            (Part::Named(functions), Kind::Tests) => command.args(functions),
            (Part::One(name), Kind::Corpus(_)) => command.args(["--only", name]),
            (Part::One(name), Kind::Tests) => command.args(["--exact", name]),
        };
        if let Some(off) = off {
            command.env(VARIABLE, off);
        }
        command.current_dir(&self.dir).process_group(0);
        command.stdin(Stdio::null());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        child.with_context(|| self.program.display().to_string())
    }
    /// Waits for the program, unless it is for `all` until somebody is red, and returns how it ended
    /// and what it wrote.
    fn end(&self, mut child: Child, all: bool) -> anyhow::Result<(End, Vec<String>)> {
        let stdout = child.stdout.take().context("it has no output")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let deadline = Instant::now() + HANG;
        let mut out = Vec::new();
        let cut = loop {
            match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => out.push(line),
                Err(RecvTimeoutError::Disconnected) => break None,
                Err(RecvTimeoutError::Timeout) => break Some(End::Hang),
            }
            let last = out.last().map(String::as_str).unwrap_or_default();
            if !all && self.red(last).is_some() {
                break Some(End::Red);
            }
        };
        if cut.is_some() {
            // With what it started: a compiler without limits would go on. It may have ended already.
            let group = rustix::process::Pid::from_child(&child);
            rustix::process::kill_process_group(group, rustix::process::Signal::KILL).ok();
        }
        let ended = match child.wait()?.success() {
            true => End::Content,
            false => End::Red,
        };
        Ok((cut.unwrap_or(ended), out))
    }
}

/// How a program ended.
#[derive(Clone, Copy)]
enum End {
    Content,
    Red,
    Hang,
}

impl End {
    fn word(self) -> &'static str {
        match self {
            Self::Content | Self::Red => "ended",
            Self::Hang => "hung",
        }
    }
}
