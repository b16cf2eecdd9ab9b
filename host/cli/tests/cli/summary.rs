//! What `run` says about the run as a whole.

use crate::plugins;
use crate::streams::{issue, run, welcome};
use crate::workdir::new_workdir;
use guesthouse_testing::Ran;
use serde_json::Value;

/// An event that the plugin rejects.
fn bad(id: u64) -> String {
    let event = issue(&id.to_string(), "a");
    let (attributes, _) = event.split_once("\"data\":").unwrap();
    format!("{attributes}\"data\":{{}}}}")
}

#[test]
fn a_repeated_error_is_shown_once_with_a_count() {
    let lines = |range: std::ops::Range<u64>| range.map(|id| bad(id) + "\n").collect::<String>();
    let input = lines(0..3) + &issue("ok", "a") + "\nx\n" + &lines(3..39) + "x\n";
    let Some(ran) = run(&new_workdir(), &["--jobs", "2"], &input) else {
        return;
    };
    let ran = ran.exited(1);
    let errors: Vec<_> = ran
        .stderr
        .lines()
        .filter(|line| line.starts_with("error["))
        .collect();
    assert_eq!(errors.len(), 4, "{}", ran.stderr);
    assert!(
        errors[0].starts_with("error[rejected/missing-item]: "),
        "{errors:?}"
    );
    let repeated = errors[0].replace("]: ", "]: the same for 38 more: ");
    assert_eq!(errors[2], repeated);
    assert!(
        ran.stderr.contains("--> standard input, lines 2 to 41\n"),
        "{}",
        ran.stderr
    );
    assert!(
        errors[3].starts_with("error[bad-line]: the same for 1 more: "),
        "{errors:?}"
    );
    let ran = run(&new_workdir(), &["--format", "json"], &input).unwrap();
    let all = ran.exited(1).stderr;
    assert_eq!(all.matches("\"rejected/missing-item\"").count(), 39);
}

#[test]
fn the_summary_has_times_the_most_expensive_events_and_shares_of_limits() {
    let small = issue("small", "a");
    let large = issue("large", &"b".repeat(100_000));
    let input = format!("{small}\n{large}\n{}\n", small.replace("small", "other"));
    let Some(ran) = run(&new_workdir(), &["--format", "json"], &input) else {
        return;
    };
    let stderr = ran.exited(0).stderr;
    let summary: Value = serde_json::from_str(stderr.lines().last().unwrap()).unwrap();
    let costs = &summary["costs"];
    assert_eq!(costs["most_fuel"][0]["event"], "large");
    assert_eq!(costs["most_fuel"].as_array().unwrap().len(), 3);
    let median = costs["median_us"].as_u64().unwrap();
    assert!(median > 0 && median <= costs["p99_us"].as_u64().unwrap());
    for limit in ["fuel", "memory", "deadline", "host_calls", "outputs"] {
        let share = costs["most_used"][limit].as_f64().unwrap();
        assert!(share > 0.0 && share < 1.0, "{limit}: {share}");
    }
    assert_eq!(costs["most_used"]["outputs"], 0.001);
    assert_eq!(costs["log_lines_dropped"], 0);
    let text = run(&new_workdir(), &[], &input).unwrap().exited(0).stderr;
    assert!(text.contains("\ntime per event: median "), "{text}");
    assert!(text.contains(" by event `large` of `/s`, "), "{text}");
    assert!(text.contains("\nmost used of a limit: "), "{text}");
}

#[test]
fn dropped_log_lines_are_counted() {
    let workdir = new_workdir();
    workdir.write(
        "guesthouse.toml",
        "[plugin.fails]\nlimits = { log_lines = 1 }\n",
    );
    let Some(plugin) = crate::failures::rust(&workdir) else {
        return;
    };
    let mut command = plugins::run(&workdir, &plugin);
    command.args(["--policy", "guesthouse.toml"]);
    // A panic of Rust is several lines of standard error.
    let event = r#"{"specversion":"1.0","id":"1","source":"/s","type":"throw"}"#;
    let ran = Ran::wait(command, event.as_bytes()).exited(1);
    assert!(
        ran.stderr
            .contains(" dropped, because of the limits `log_lines`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_first_run_says_that_it_compiles() {
    let workdir = new_workdir();
    let Some(plugin) = welcome() else { return };
    let run = |cache: &str| {
        let mut command = workdir.command(&["run"]);
        command.arg(&plugin).env("XDG_CACHE_HOME", cache);
        Ran::wait(command, b"").exited(0).stderr
    };
    let cache = workdir.path("cache").display().to_string();
    let stderr = run(&cache);
    assert!(
        stderr.starts_with("Compiling welcome-rust, once\nCompiled welcome-rust in "),
        "{stderr}"
    );
    assert!(run(&cache).starts_with("0 events"));
    let without = run("/proc/nowhere");
    assert!(
        without.starts_with("Compiling welcome-rust: each run compiles it again"),
        "{without}"
    );
}

#[test]
fn a_store_without_a_file_gets_a_note() {
    let workdir = new_workdir();
    workdir.write("guesthouse.toml", "[plugin.welcome]\nstores = [\"a\"]\n");
    let Some(ran) = run(&workdir, &["--policy", "guesthouse.toml"], "") else {
        return;
    };
    let note = "note[state-in-memory]: the plugin keeps state, which ends with this run\nhint: ";
    assert!(ran.exited(0).stderr.contains(note));
    let options = ["--policy", "guesthouse.toml", "--state", "s.redb"];
    let ran = run(&workdir, &options, "").unwrap().exited(0);
    assert!(!ran.stderr.contains("note["), "{}", ran.stderr);
}
