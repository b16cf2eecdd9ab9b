//! Errors of the parser of arguments: safe to show, and JSON where JSON is asked for.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::workdir::new_workdir;
use guesthouse_testing::Ran;
use serde_json::Value;

/// Sets the title, clears the screen, reverses the direction of text, and forges a line.
const EVIL: &str =
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}\u{9b}1m\nerror[forged]: x\n\n  tip: forged";

/// Command lines that the parser refuses. `E` stands for an argument that someone else chose.
const REFUSED: &[&[&str]] = &[
    &["E"],
    &["help", "E"],
    &["--format", "E"],
    &["--E"],
    &["-E"],
    &["new", "--lang", "E", "x"],
    &["new", "--lang", "rust", "x", "E"],
    &["build", "x", "E"],
    &["build", "--engine", "E"],
    &["build", "--E=E"],
    &["check", "a.wasm", "E"],
    &["run", "a.wasm", "E"],
    &["run", "a.wasm", "--connection", "E"],
    &["run", "a.wasm", "--jobs", "E"],
    &["run", "a.wasm", "--log-level", "E"],
    &["run", "a.wasm", "--quiet=E"],
    &["compare", "x", "E"],
    &["doctor", "E"],
    &["doctor", "--lang", "E"],
    &["generate", "E"],
    &["generate", "completions", "E"],
    &["generate", "man", "x", "E"],
];

fn run(args: &[&str], format: Option<&str>) -> Ran {
    let args = args.iter().map(|arg| arg.replace('E', EVIL));
    let workdir = new_workdir();
    let mut command = workdir.command(&[]);
    command.args(format).args(args);
    Ran::wait(command, b"").exited(2)
}

#[test]
fn arguments_cannot_control_the_terminal_or_forge_a_line() {
    for args in REFUSED {
        let ran = run(args, None);
        assert_eq!(ran.stdout, "", "{args:?}");
        let is_safe = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(
            ran.stderr.chars().all(is_safe),
            "{args:?}: {:?}",
            ran.stderr
        );
        let starts = |start: &str| {
            ran.stderr
                .lines()
                .filter(|line| line.starts_with(start))
                .count()
        };
        assert_eq!(starts("error["), 1, "{args:?}: {}", ran.stderr);
        assert_eq!(
            starts("error[command-line]: "),
            1,
            "{args:?}: {}",
            ran.stderr
        );
        let forged = ["error[forged]", "tip: forged", "hint: forged"];
        assert!(
            forged.iter().all(|text| starts(text) == 0),
            "{args:?}: {}",
            ran.stderr
        );
    }
}

#[test]
fn errors_are_json_where_json_is_asked_for() {
    for args in REFUSED.iter().filter(|args| args[0] != "--format") {
        let ran = run(args, Some("--format=json"));
        assert_eq!(ran.stdout, "", "{args:?}");
        let found: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(found["type"], "diagnostic", "{args:?}");
        assert_eq!(found["code"], "command-line", "{args:?}");
        assert!(
            !ran.stderr.contains(['\u{1b}', '\u{202e}', '\u{9b}']),
            "{args:?}"
        );
    }
    let args = ["run", "--format", "json", "--frobnicate"];
    let found: Value = serde_json::from_str(&run(&args, None).stderr).unwrap();
    assert_eq!(found["message"], "unexpected argument '--frobnicate' found");
    let found: Value = serde_json::from_str(&run(&["--format", "json"], None).stderr).unwrap();
    assert_eq!(found["code"], "command-line");
}

#[test]
fn a_number_that_is_not_allowed_is_shown_with_what_is_allowed() {
    let least = "it must be a whole number of at least 1, for example ";
    let limit = "the limit must be a whole number without a unit, of at most 18446744073709551615, for example ";
    for (args, shown) in [
        (
            ["run", "a.wasm", "--jobs", "x"],
            format!("'x' for '--jobs <N>': {least}4"),
        ),
        (
            ["run", "a.wasm", "--jobs", "0"],
            format!("'0' for '--jobs <N>': {least}4"),
        ),
        (
            ["run", "a.wasm", "--jobs", "2.5"],
            format!("'2.5' for '--jobs <N>': {least}4"),
        ),
        (
            ["run", "a.wasm", "--jobs=-1", "-q"],
            format!("'-1' for '--jobs <N>': {least}4"),
        ),
        (
            ["run", "a.wasm", "--jobs", "99999999999999999999"],
            "the largest number is 18446744073709551615".to_owned(),
        ),
        (
            ["test", "a.wasm", "--fuel", "1e9"],
            format!("'1e9' for '--fuel <N>': {least}1000000000"),
        ),
        (
            ["test", "a.wasm", "--limit", "memory=64MiB"],
            format!("{limit}memory="),
        ),
        (
            ["test", "a.wasm", "--limit", "memory=-1"],
            format!("{limit}memory="),
        ),
        (
            ["test", "a.wasm", "--limit", "memori=1"],
            "did you mean `memory`?".to_owned(),
        ),
        (
            ["test", "a.wasm", "--limit", "memory"],
            "write it as NAME=N, for example memory=".to_owned(),
        ),
    ] {
        let ran = run(&args, None);
        assert!(ran.stderr.contains(&shown), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn arguments_that_are_not_utf8_are_refused() {
    let workdir = new_workdir();
    let mut command = workdir.command(&["run"]);
    command
        .arg("--plugin")
        .arg(OsStr::from_bytes(b"\xff\x1b[2J"))
        .arg("a.wasm");
    let ran = Ran::wait(command, b"").exited(2);
    assert!(
        ran.stderr.starts_with("error[command-line]: "),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}
