//! `guesthouse outcomes` on the files of real runs.

use crate::habits::shell;
use crate::streams::{issue, run};
use crate::workdir::new_workdir;
use guesthouse_testing::Workdir;
use serde_json::Value;

/// A folder with the outcomes of three events: two that completed, and between them a rejected one.
fn with_outcomes() -> Option<Workdir> {
    let workdir = new_workdir();
    let rejected = issue("push-2", "a").replace("\"issue\"", "\"other\"");
    let events = [issue("push-3", "a"), rejected, issue("open-1", "b")].join("\n");
    let args = ["--state", "state.redb", "--outcomes", "outcomes.jsonl"];
    run(&workdir, &args, &events)?.exited(1);
    Some(workdir)
}

/// Returns the first words of lines.
fn ids(text: &str) -> Vec<&str> {
    let words = text.lines().map(|line| line.split(' ').next().unwrap());
    words.collect()
}

#[test]
fn outcomes_of_both_files_are_filtered() {
    let Some(workdir) = with_outcomes() else {
        return;
    };
    for (args, expected) in [
        ("outcomes.jsonl", &["push-3", "push-2", "open-1"][..]),
        ("state.redb", &["push-3", "open-1"]),
        ("outcomes.jsonl --class rejected", &["push-2"]),
        (
            "outcomes.jsonl --class rejected,completed --event push-*",
            &["push-3", "push-2"],
        ),
        ("outcomes.jsonl --class skipped", &[]),
        ("outcomes.jsonl --code missing-item", &["push-2"]),
        ("outcomes.jsonl --code rejected/missing-item", &["push-2"]),
        ("outcomes.jsonl --code failed/missing-item", &[]),
        ("state.redb --event '*-1'", &["open-1"]),
        ("state.redb --plugin welcome-rust", &["push-3", "open-1"]),
        ("state.redb --plugin other", &[]),
    ] {
        let ran = shell(&workdir, &format!("$0 outcomes {args}"), b"").exited(0);
        assert_eq!(ids(&ran.stdout), expected, "{args}");
        let ran = shell(&workdir, &format!("$0 outcomes {args} --format json"), b"").exited(0);
        let events = ran
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let events: Vec<_> = events.map(|outcome| outcome["event"].clone()).collect();
        assert_eq!(events, expected, "{args}");
    }
    let ran = workdir.run(&["outcomes", "outcomes.jsonl", "--class", "rejected"], b"");
    let names: Vec<_> = ran.stderr.split_whitespace().take(6).collect();
    let expected = ["EVENT", "PLUGIN", "OUTCOME", "FUEL", "OUTPUTS", "MESSAGE"];
    assert_eq!(names, expected);
    assert!(
        ran.stderr.ends_with("1 of 3 outcomes: 1 rejected\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn json_has_the_lines_of_the_run() {
    let Some(workdir) = with_outcomes() else {
        return;
    };
    let lines = workdir.read("outcomes.jsonl");
    let all = workdir.run(&["outcomes", "--format", "json", "outcomes.jsonl"], b"");
    assert_eq!(all.stdout, lines);
    let committed = workdir.run(&["outcomes", "--format", "json", "state.redb"], b"");
    let completed: Vec<_> = lines
        .lines()
        .filter(|line| line.contains("\"completed\""))
        .collect();
    assert_eq!(committed.stdout.lines().collect::<Vec<_>>(), completed);
    assert!(
        committed.stderr.contains(r#""classes":{"completed":2}"#),
        "{}",
        committed.stderr
    );
}

#[test]
fn one_outcome_is_shown_in_full() {
    let Some(workdir) = with_outcomes() else {
        return;
    };
    for (file, id, code, shown) in [
        (
            "outcomes.jsonl",
            "push-2",
            0,
            "outcome     rejected/missing-item\nmessage     ",
        ),
        (
            "outcomes.jsonl",
            "open-1",
            0,
            "outputs     1, which only a state file keeps\n",
        ),
        (
            "state.redb",
            "open-1",
            0,
            "outputs     {\"specversion\":\"1.0\",",
        ),
        (
            "state.redb",
            "push-2",
            1,
            "error[no-such-outcome]: `state.redb` has no outcome of the event `push-2`\n",
        ),
    ] {
        let ran = workdir
            .run(&["outcomes", file, "--show", id], b"")
            .exited(code);
        let text = if code == 0 { &ran.stdout } else { &ran.stderr };
        assert!(text.contains(shown), "{file} {id}: {text}");
    }
    let show = [
        "outcomes",
        "state.redb",
        "--show",
        "open-1",
        "--format",
        "json",
    ];
    let ran = workdir.run(&show, b"").exited(0);
    let outcome: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(outcome["events"][0]["data"]["title"], "b", "{outcome}");
}

#[test]
fn a_file_without_outcomes_or_with_bad_lines_is_told() {
    let Some(workdir) = with_outcomes() else {
        return;
    };
    let lines = workdir.read("outcomes.jsonl");
    workdir.write("cut.jsonl", &lines[..lines.len() - 30]);
    workdir.write("notes.txt", "notes");
    workdir.write("events.jsonl", issue("1", "a"));
    workdir.write("empty.jsonl", "");
    workdir.write("damaged.redb", "redb\u{1a}\n and no more");
    workdir.write(
        "forged.jsonl",
        lines.replace("push-3", "\\u001b[2J\u{202e}"),
    );
    for (file, code, said) in [
        (
            "cut.jsonl",
            1,
            "error[bad-outcome]: invalid outcome: EOF while parsing",
        ),
        ("cut.jsonl", 1, "  --> cut.jsonl, line 3\n"),
        (
            "cut.jsonl",
            1,
            "2 outcomes: 1 completed, 1 rejected; 1 invalid record\n",
        ),
        ("notes.txt", 2, "error[no-outcomes]: `notes.txt` is neither"),
        (
            "events.jsonl",
            2,
            "error[bad-outcome]: invalid outcome: missing field `event`",
        ),
        ("empty.jsonl", 0, "0 outcomes\n"),
        (
            "damaged.redb",
            2,
            "error[state]: cannot open the state file `damaged.redb`",
        ),
        ("nothing.jsonl", 2, "error[no-such-file]: "),
        ("forged.jsonl", 0, "3 outcomes"),
    ] {
        let ran = workdir.run(&["outcomes", file], b"").exited(code);
        assert!(ran.stderr.contains(said), "{file}: {}", ran.stderr);
        let all = ran.stdout + &ran.stderr;
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{file}: {all}");
    }
}
