//! After `kill -9` at any moment, running again gives the same bytes as an uninterrupted run.
//!
//! `GUESTHOUSE_KILLS` is the number of kills (10). `GUESTHOUSE_SEED` repeats a run by its printed seed.

use std::fmt::Write;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Random, Workdir};
use redb::{ReadableDatabase, ReadableTable, TableDefinition};

/// The number of outputs for [`events`]: one for every tenth push to a repository.
const MILESTONES: usize = 36;

/// Pushes to four repositories. Some events are rejected.
fn events() -> String {
    let mut lines = String::new();
    for id in 0..400 {
        let data = if id % 29 == 0 {
            "{}".to_owned()
        } else {
            repository(id % 4)
        };
        let time = if id % 3 == 0 {
            ""
        } else {
            r#""time":"2026-11-01T12:00:00Z","#
        };
        writeln!(
            lines,
            r#"{{"specversion":"1.0","id":"{id}","source":"/pushes","type":"com.github.push",{time}"data":{data}}}"#
        )
        .unwrap();
    }
    lines
}

fn repository(number: usize) -> String {
    format!(r#"{{"repository":{{"full_name":"octo/tea-{number}"}}}}"#)
}

/// The size of a value, and the value if it is small.
type SizedValue = (u64, Option<&'static [u8]>);

/// A state file, and the files written with it.
struct Trial<'a> {
    workdir: &'a Workdir,
    plugin: &'a Path,
    name: String,
}

impl Trial<'_> {
    fn file(&self, extension: &str) -> PathBuf {
        self.workdir.path(&format!("{}.{extension}", self.name))
    }

    fn start(&self) -> Child {
        let policy = plugins::policy("milestone");
        let mut command = plugins::run(self.workdir, self.plugin);
        command
            .arg("--policy")
            .arg(policy)
            .arg("--state")
            .arg(self.file("redb"));
        command
            .stdin(File::open(self.workdir.path("events.jsonl")).unwrap())
            .stdout(File::create(self.file("out")).unwrap())
            .stderr(File::create(self.file("err")).unwrap());
        command.spawn().unwrap()
    }

    fn run_to_the_end(&self) -> Duration {
        let started = Instant::now();
        let status = self.start().wait().unwrap();
        let said = std::fs::read_to_string(self.file("err")).unwrap();
        assert_eq!(
            status.code(),
            Some(1),
            "{}: some events are rejected\n{said}",
            self.name
        );
        started.elapsed()
    }

    fn kill_after(&self, moment: Duration) {
        let mut child = self.start();
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn output(&self) -> Vec<u8> {
        std::fs::read(self.file("out")).unwrap()
    }

    /// The content of the state file: keys, values and sizes of every store, and the handled events.
    fn state(&self) -> String {
        let database = redb::Database::open(self.file("redb")).unwrap();
        let read = database.begin_read().unwrap();
        let mut text = String::new();
        // The values are small, so they are beside their keys.
        let entries: TableDefinition<(&str, &str), SizedValue> = TableDefinition::new("keys");
        for entry in read.open_table(entries).unwrap().iter().unwrap() {
            let (key, value) = entry.unwrap();
            writeln!(text, "{:?} {:?}", key.value(), value.value()).unwrap();
        }
        let sizes: TableDefinition<&str, (u64, u64)> = TableDefinition::new("sizes");
        for entry in read.open_table(sizes).unwrap().iter().unwrap() {
            let (key, value) = entry.unwrap();
            writeln!(text, "{:?} {:?}", key.value(), value.value()).unwrap();
        }
        let handled: TableDefinition<(&str, &str, &str), SizedValue> =
            TableDefinition::new("records");
        for entry in read.open_table(handled).unwrap().iter().unwrap() {
            writeln!(text, "{:?}", entry.unwrap().0.value()).unwrap();
        }
        text
    }
}

#[test]
fn a_kill_right_after_the_state_file_appears_leaves_a_complete_file() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    workdir.write("events.jsonl", events());
    for kill in 0..number("GUESTHOUSE_KILLS").unwrap_or(10) {
        let killed = Trial {
            workdir: &workdir,
            plugin: &plugin,
            name: format!("new-{kill}"),
        };
        let mut child = killed.start();
        while !killed.file("redb").exists() {
            assert_eq!(
                child.try_wait().unwrap(),
                None,
                "the command ended before it created the state file"
            );
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed.run_to_the_end();
        assert_eq!(lines(&killed.output()), MILESTONES);
    }
}

#[test]
fn after_a_kill_at_any_moment_running_again_gives_the_same_bytes() {
    let Some(plugin) = plugins::example("milestone", "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    workdir.write("events.jsonl", events());
    let trial = |name: &str| Trial {
        workdir: &workdir,
        plugin: &plugin,
        name: name.to_owned(),
    };
    // The first run compiles the plugin, the second one is measured.
    trial("first").run_to_the_end();
    let honest = trial("honest");
    let length = honest.run_to_the_end();
    let (output, state) = (honest.output(), honest.state());
    assert_eq!(lines(&output), MILESTONES);

    let kills = number("GUESTHOUSE_KILLS").unwrap_or(10);
    let mut random = random();
    let mut midway = 0;
    for kill in 0..kills {
        let killed = trial(&format!("killed-{kill}"));
        // A second and a third kill hit a run on the state file of the run before.
        for _ in 0..=random.below(3) {
            killed.kill_after(length.mul_f64(random.below(1_050) as f64 / 1_000.0));
            assert!(
                output.starts_with(&killed.output()),
                "kill {kill}: written outputs must not change"
            );
        }
        midway += u32::from(!killed.output().is_empty() && killed.output() != output);
        killed.run_to_the_end();
        assert!(killed.output() == output, "kill {kill}: the output differs");
        assert_eq!(killed.state(), state, "kill {kill}: the state differs");
        std::fs::remove_file(killed.file("redb")).unwrap();
    }
    println!("{kills} kills, {midway} of them midway, of a run of {length:?}");
}

fn lines(output: &[u8]) -> usize {
    output.iter().filter(|byte| **byte == b'\n').count()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number"))
    })
}

/// Random moments for the kills, from a seed that is printed.
fn random() -> Random {
    let clock = || {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        time.as_nanos() as u64
    };
    let seed = number("GUESTHOUSE_SEED").unwrap_or_else(clock);
    println!("GUESTHOUSE_SEED={seed}");
    Random::new(seed)
}
