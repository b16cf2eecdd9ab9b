//! A Go plugin that uses goroutines, timers and embedded files, as a module with a folder `vendor`.

use std::process::Command;

use serde_json::{Value, json};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};

const FILES: &[(&str, &str)] = &[
    ("plugin.go", "plugin.go"),
    ("letter.txt", "letter.txt"),
    ("data/word.txt", "data/word.txt"),
];

/// Returns the number of the line that a comment marks.
fn line_of(workdir: &Workdir, kind: &str) -> usize {
    let text = workdir.read("goroutines/plugin.go");
    let mark = format!("// the line of `{kind}`");
    1 + text
        .lines()
        .position(|line| line.contains(&mark))
        .expect("the mark")
}

#[test]
fn libraries_work_in_go() {
    let workdir = new_workdir();
    let project = plugins::project(&workdir, "go", "goroutines", FILES);
    let Some(plugin) = plugins::build(&project, &workdir.path("goroutines.wasm"), &[]) else {
        return;
    };
    let kinds = [
        "check",
        "chance",
        "elsewhere",
        "deadlock",
        "goexit",
        "exit",
        "check",
        "socket",
        "name",
        "file",
    ];
    let events = kinds.map(|kind| (kind, Value::Null));
    let handle = || plugins::handle(plugins::run(&workdir, &plugin), &workdir, &events);
    let (handled, ran) = handle();
    handled[0].completed(&[]);
    for (at, kind, code) in [(2, "elsewhere", "panic"), (3, "deadlock", "panic")] {
        let failure = handled[at].failed("crashed", code);
        let place = format!("plugin.go:{}", line_of(&workdir, kind));
        assert!(failure.contains(&place), "{failure}");
    }
    handled[4].failed("crashed", "panic");
    // WASI does not pass the status on.
    let exit = handled[5].failed("crashed", "exit");
    assert!(
        exit.starts_with(
            "the guest exited with a status that is not 0; a plugin returns an error instead\n"
        ),
        "{exit}"
    );
    handled[6].completed(&[]);
    let in_place_of_sockets = "a plugin has no sockets: use the package guesthouse.dev/sdk/http";
    for (at, kind, code, instead) in [
        (7, "unavailable", "no-answer", in_place_of_sockets),
        (8, "crashed", "panic", in_place_of_sockets),
        (
            9,
            "failed",
            "no-word",
            "a plugin has no files: put what it reads into it with the package embed",
        ),
    ] {
        let failure = handled[at].failed(kind, code);
        assert!(failure.contains(instead), "{failure}");
    }
    // The order of a map, random numbers and the clock come from the event.
    assert_eq!(handle().1.stdout, ran.stdout);

    vendored(&workdir);
}

/// Builds the project from a folder `vendor`, with a test of the author beside it.
fn vendored(workdir: &Workdir) {
    let test = "package main\n\nimport \"testing\"\n\nfunc TestChecks(t *testing.T) {\n\tif len(checks) == 0 {\n\t\tt.Fatal(\"none\")\n\t}\n}\n";
    workdir.write("goroutines/plugin_test.go", test);
    for arguments in [
        &["mod", "vendor"][..],
        &["vet", "./..."],
        &["test", "./..."],
    ] {
        let mut go = Command::new("go");
        go.args(arguments).current_dir(workdir.path("goroutines"));
        Ran::wait(go, b"").exited(0);
    }
    let plugin = plugins::build(
        &workdir.path("goroutines"),
        &workdir.path("vendored.wasm"),
        &[],
    );
    let command = plugins::run(workdir, &plugin.expect("Go is installed"));
    let (handled, _) = plugins::handle(command, workdir, &[("check", json!(null))]);
    handled[0].completed(&[]);
}
