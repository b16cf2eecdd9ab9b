//! Programs that may catch a mutant: tests of a crate, and the hostile corpus in WebAssembly text.

use super::copy::Copy;
use super::process::{self, Ended};
use super::table::Ending;
use crate::test_name::TestName;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::process::Command;
use std::time::Duration;

/// The longest time for a build.
const BUILD: Duration = Duration::from_secs(900);
/// The longest time for named tests.
const NAMED: Duration = Duration::from_secs(150);
/// The longest time for all tests of a crate, or for the whole corpus.
const ALL: Duration = Duration::from_secs(600);
/// The number of lines that are shown of a program that crashed or hung.
const LAST_LINES: usize = 6;
/// Seconds that one attack of the corpus may take.
const ATTACK: &str = "20";
/// Crates that the workspace optimises.
const OPTIMISED: [&str; 4] = [
    "guesthouse",
    "guesthouse-diagnostics",
    "guesthouse-inspect",
    "guesthouse-sandbox",
];
/// A test that compares a page with the numbers in the source. It fails because a number has
/// changed, which does not prove that the limit is enforced.
const NO_PROOF: &str = "the_reference_of_the_limits_is_fresh";

/// A program that runs tests, identified by its cargo target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Suite {
    /// The tests of one target of a crate.
    Tests { package: String, target: String },
    /// All tests of a crate.
    Crate(String),
    /// The hostile corpus.
    Corpus,
}

/// The result of a suite.
pub(super) enum Verdict {
    /// Every test passed.
    Passed,
    /// This test failed.
    Failed(String),
    /// No test failed, but a signal ended the program, or it hung.
    Stopped { ending: Ending, last_lines: String },
    /// The suite does not compile, lacks a named test, or fails for an unknown reason.
    Invalid(String),
}

impl TestName {
    pub(super) fn suite(&self) -> Suite {
        match self {
            Self::Adversary(_) => Suite::Corpus,
            Self::Test {
                package, target, ..
            } => Suite::Tests {
                package: package.clone(),
                target: target.clone(),
            },
        }
    }

    /// Returns the name of the test within its suite.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Adversary(name) => name,
            Self::Test { test, .. } => test,
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tests { package, target } => write!(f, "{package}::{target}"),
            Self::Crate(package) => f.write_str(package),
            Self::Corpus => f.write_str("the corpus"),
        }
    }
}

impl Suite {
    /// Builds the suite in a copy and runs the tests with these names. Runs all tests if `names` is
    /// empty.
    pub(super) fn run(&self, copy: &Copy, names: &BTreeSet<&str>) -> io::Result<Verdict> {
        let built = process::run(&mut self.build(copy), BUILD, &copy.log())?;
        if built.hung {
            let seconds = BUILD.as_secs();
            return Ok(Verdict::Invalid(format!("the build exceeds {seconds} s")));
        }
        if !built.success {
            return Ok(Verdict::Invalid(format!(
                "it does not compile\n{}",
                errors(&built.output)
            )));
        }
        match self {
            Self::Corpus => self.run_corpus(copy, names),
            Self::Tests { .. } | Self::Crate(_) => self.run_tests(copy, names),
        }
    }

    fn build(&self, copy: &Copy) -> Command {
        if *self == Self::Corpus {
            let mut command = cargo(copy, "build");
            command.args(["-p", "guesthouse-hostile", "--bin", "guesthouse-hostile"]);
            return command;
        }
        let mut command = self.test(copy);
        command.arg("--no-run");
        command
    }

    fn test(&self, copy: &Copy) -> Command {
        let mut command = cargo(copy, "test");
        match self {
            Self::Tests { package, target } => {
                command.args(["-p", package]);
                match target.as_str() {
                    "lib" => command.arg("--lib"),
                    "bin" => command.arg("--bins"),
                    test => command.args(["--test", test]),
                };
            }
            Self::Crate(package) => {
                command.args(["-p", package, "--lib", "--tests", "--no-fail-fast"]);
            }
            Self::Corpus => {}
        }
        command
    }

    fn run_tests(&self, copy: &Copy, names: &BTreeSet<&str>) -> io::Result<Verdict> {
        let mut command = self.test(copy);
        command.args(["--", "--skip", NO_PROOF]);
        if !names.is_empty() {
            command.arg("--exact").args(names);
        }
        let longest = if names.is_empty() { ALL } else { NAMED };
        let ended = process::run(&mut command, longest, &copy.log())?;
        let has_run = |name: &&&str| ended.output.contains(&format!("test {name} ... "));
        if let Some(missing) = names.iter().find(|name| !has_run(name)) {
            // A crash can end the program before it prints the name of a test.
            if ended.success {
                return Ok(Verdict::Invalid(format!("there is no test `{missing}`")));
            }
        }
        let failed = ended.output.lines().find_map(failed_test);
        Ok(judge(&ended, failed))
    }

    fn run_corpus(&self, copy: &Copy, names: &BTreeSet<&str>) -> io::Result<Verdict> {
        if names.is_empty() {
            return attack(copy, &["--except", "compile-limit"], None);
        }
        for name in names {
            let verdict = attack(copy, &["--only", name], Some(name))?;
            if !matches!(verdict, Verdict::Passed) {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Passed)
    }
}

/// Runs adversaries of the corpus. If `name` is given, only the adversary with that name counts.
fn attack(copy: &Copy, options: &[&str], name: Option<&str>) -> io::Result<Verdict> {
    let mut command = Command::new(copy.target().join("debug/guesthouse-hostile"));
    command
        .args(["run", "--small", "--one-host", "--format", "json"])
        .args(["--languages", "wat", "--hang", ATTACK])
        .args(options)
        .current_dir(&copy.root);
    let ended = process::run(&mut command, ALL, &copy.log())?;
    let attacks: Vec<_> = ended.output.lines().filter_map(Attack::read).collect();
    let of_name = attacks
        .iter()
        .filter(|attack| name.is_none_or(|name| attack.name == name));
    let mut counted = of_name.peekable();
    if counted.peek().is_none() && ended.success {
        return Ok(Verdict::Invalid("there is no such adversary".to_owned()));
    }
    let failed = counted.find(|attack| !attack.is_good);
    let has_named = name.is_some_and(|name| attacks.iter().any(|attack| attack.name == name));
    if failed.is_none() && has_named && !ended.hung {
        return Ok(Verdict::Passed);
    }
    Ok(judge(&ended, failed.map(|attack| attack.name.clone())))
}

/// A line of the corpus runner.
struct Attack {
    name: String,
    is_good: bool,
}

impl Attack {
    fn read(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).ok()?;
        let list = |key: &str| line.get(key).and_then(Value::as_array);
        let must = line.get("must");
        Some(Self {
            name: line.get("name")?.as_str()?.to_owned(),
            is_good: list("wrong")?.is_empty()
                && list("ended")?.iter().all(|one| Some(one) == must),
        })
    }
}

fn judge(ended: &Ended, failed: Option<String>) -> Verdict {
    if let Some(name) = failed {
        return Verdict::Failed(name);
    }
    if ended.success {
        return Verdict::Passed;
    }
    let skipped = ended.output.lines().count().saturating_sub(LAST_LINES);
    let last_lines: Vec<_> = ended.output.lines().skip(skipped).collect();
    let last_lines = last_lines.join("\n");
    let ending = if ended.hung {
        Ending::Hang
    } else if has_crashed(ended) {
        Ending::Crash
    } else {
        return Verdict::Invalid(format!(
            "it fails without a failed test and without a crash\n{last_lines}"
        ));
    };
    Verdict::Stopped { ending, last_lines }
}

/// Returns whether a signal ended the program, or the test program that cargo ran for it.
fn has_crashed(ended: &Ended) -> bool {
    let mut lines = ended.output.lines();
    let is_signal = |line: &str| {
        line.trim_start()
            .starts_with("process didn't exit successfully: ")
            && line.contains(" (signal: ")
    };
    ended.signalled || lines.any(is_signal)
}

/// Returns the name of the test that a line of the test harness reports as failed.
fn failed_test(line: &str) -> Option<String> {
    let name = line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?;
    Some(name.trim_end_matches(" - should panic").to_owned())
}

fn errors(output: &str) -> String {
    let lines = output.lines().skip_while(|line| !line.starts_with("error"));
    lines.take(12).collect::<Vec<_>>().join("\n")
}

/// Returns a cargo command that builds in the copy. It selects `guesthouse-cli` in addition to the
/// crate, so that the engine has the same features in every build. The crates of the workspace are
/// compiled incrementally and without optimisation, because each mutant runs once.
fn cargo(copy: &Copy, verb: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args([verb, "--offline", "-p", "guesthouse-cli"])
        .current_dir(&copy.root)
        .env("CARGO_TARGET_DIR", copy.target())
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "1")
        .env("CARGO_TERM_COLOR", "never");
    for package in OPTIMISED {
        let option = format!("profile.dev.package.{package}.opt-level=0");
        command.args(["--config", &option]);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::{Verdict, failed_test, judge};
    use crate::mutants::process;
    use crate::mutants::table::Ending;
    use std::process::Command;
    use std::time::Duration;

    /// Returns the verdict on a test program that is a shell script.
    fn verdict(script: &str) -> Verdict {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        let ended = process::run(&mut shell, Duration::from_secs(2), log.path()).unwrap();
        judge(&ended, ended.output.lines().find_map(failed_test))
    }

    #[test]
    fn a_failed_test_is_told_from_a_crash_and_a_hang() {
        assert!(matches!(verdict("echo test a ... ok"), Verdict::Passed));
        for ends in ["exit 101", "kill -SEGV $$", "exec sleep 100"] {
            let failed = verdict(&format!("echo test a ... FAILED; {ends}"));
            assert!(
                matches!(failed, Verdict::Failed(name) if name == "a"),
                "{ends}"
            );
        }
        let invalid = verdict("seq 9; exit 101");
        assert!(matches!(invalid, Verdict::Invalid(why) if why.ends_with("4\n5\n6\n7\n8\n9")));
        let cargo =
            "echo \"  process didn't exit successfully: \\`x\\` (signal: 11, SIGSEGV)\"; exit 101";
        let crashed = verdict(cargo);
        assert!(matches!(
            crashed,
            Verdict::Stopped {
                ending: Ending::Crash,
                ..
            }
        ));
        for (ends, expected) in [
            ("kill -SEGV $$", Ending::Crash),
            ("exec sleep 100", Ending::Hang),
        ] {
            let stopped = verdict(&format!("seq 9; {ends}"));
            let Verdict::Stopped { ending, last_lines } = stopped else {
                panic!("it is not stopped: {ends}")
            };
            assert_eq!(ending, expected, "{ends}");
            assert_eq!(last_lines, "4\n5\n6\n7\n8\n9", "{ends}");
        }
    }
}
