//! Events per second of `guesthouse run`: for the whole run, and without the start-up time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that panics has no figures, and its figures are printed"
)]

#[path = "../tests/cli/plugins.rs"]
#[allow(dead_code, reason = "benchmarks need a part of it")]
mod plugins;
#[path = "../tests/cli/workdir.rs"]
mod workdir;

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use guesthouse_testing::Workdir;
use workdir::new_workdir;

const BODY: usize = 1024;

fn event(kind: &str, id: usize) -> String {
    let pad = "x".repeat(BODY);
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/bench","type":"com.github.{kind}","data":{{"repository":{{"full_name":"octo/tea"}},"issue":{{"number":{id},"title":"{pad}","user":{{"login":"octocat"}}}}}}}}"#
    )
}

fn time(workdir: &Workdir, plugin: &Path, example: &str, options: &[&str]) -> Duration {
    let started = Instant::now();
    let status = plugins::run(workdir, plugin)
        .arg("--policy")
        .arg(plugins::policy(example))
        .arg("--quiet")
        .args(options)
        .stdin(File::open(workdir.path("events.jsonl")).expect("events"))
        .stdout(Stdio::null())
        .status()
        .expect("the binary runs");
    assert!(status.success(), "{example}: {status}");
    started.elapsed()
}

fn measure(example: &str, kind: &str, count: usize, options: &[&str]) {
    let Some(plugin) = plugins::example(example, "rust", &[]) else {
        return;
    };
    let workdir = new_workdir();
    let quickest = |count: usize| {
        let lines: String = (0..count).map(|id| event(kind, id) + "\n").collect();
        workdir.write("events.jsonl", lines);
        let run = |_| {
            let _ = std::fs::remove_file(workdir.path("state.redb"));
            time(&workdir, &plugin, example, options)
        };
        (0..3).map(run).min().unwrap_or_default()
    };
    let (start, whole) = (quickest(0), quickest(count));
    let rate = count as f64 / whole.saturating_sub(start).as_secs_f64();
    println!(
        "{example:<10} {:<24} {count:>6} events of 1 KiB in {whole:>7.2?} (start {start:.2?}): {rate:>8.0} events/s",
        options.join(" ")
    );
}

fn main() {
    measure("welcome", "issues.opened", 20_000, &[]);
    measure("welcome", "issues.opened", 20_000, &["--jobs", "1"]);
    measure("milestone", "push", 2_000, &["--state", "state.redb"]);
}
