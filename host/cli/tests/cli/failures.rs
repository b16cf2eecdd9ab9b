//! A panic or exception and an endless loop in each language. Each has the right class and code,
//! its message names the file and line of the author, and the host handles the next event.

use std::path::{Path, PathBuf};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};

/// A language, its source in `failures/`, and the code of an uncaught error.
struct Case {
    lang: &'static str,
    file: &'static str,
    into: &'static str,
    options: &'static [&'static str],
    code: &'static str,
}

const CASES: &[Case] = &[
    Case {
        lang: "rust",
        file: "plugin.rs",
        into: "src/lib.rs",
        options: &[],
        code: "panic",
    },
    Case {
        lang: "ts",
        file: "plugin.ts",
        into: "src/plugin.ts",
        options: &[],
        code: "exception",
    },
    Case {
        lang: "ts",
        file: "plugin.ts",
        into: "src/plugin.ts",
        options: &["--engine", "starlingmonkey"],
        code: "exception",
    },
    Case {
        lang: "python",
        file: "plugin.py",
        into: "plugin.py",
        options: &[],
        code: "exception",
    },
    Case {
        lang: "go",
        file: "plugin.go",
        into: "plugin.go",
        options: &[],
        code: "panic",
    },
];

const EVENTS: &str = r#"{"specversion":"1.0","id":"1","source":"/s","type":"throw"}
{"specversion":"1.0","id":"2","source":"/s","type":"loop"}
{"specversion":"1.0","id":"3","source":"/s","type":"fine"}
"#;

impl Case {
    fn name(&self) -> String {
        [&["fails", self.lang], self.options]
            .concat()
            .join("-")
            .replace("--", "")
    }

    /// Builds a new project with the source of `failures/`.
    fn build(&self, workdir: &Workdir) -> Option<PathBuf> {
        let project = workdir.path(&self.name());
        let name = project.display().to_string();
        workdir
            .run(&["new", "--lang", self.lang, &name], b"")
            .exited(0);
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cli/failures")
            .join(self.file);
        std::fs::copy(source, project.join(self.into)).unwrap();
        plugins::build(
            &project,
            &plugins::built().join(format!("{}.wasm", self.name())),
            self.options,
        )
    }

    /// Returns the author's file and the line of the failing statement.
    fn source_line(&self) -> (&str, usize) {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cli/failures")
            .join(self.file);
        let text = std::fs::read_to_string(source).unwrap();
        let line = text
            .lines()
            .position(|line| line.contains("out of tea"))
            .unwrap()
            + 1;
        (self.into, line)
    }

    /// Returns the file and the line as the language writes them.
    fn place(&self) -> String {
        let (file, line) = self.source_line();
        match self.lang {
            "python" => format!("{file}\", line {line}"),
            _ => format!("{file}:{line}"),
        }
    }
}

/// The loop must reach its fuel limit before its deadline, even on a slow machine.
const POLICY: &str = "[plugin.fails]\nlimits = { deadline = \"10m\" }\n";

fn check(case: &Case) {
    let workdir = new_workdir();
    let Some(plugin) = case.build(&workdir) else {
        return;
    };
    let mut command = plugins::run(&workdir, &plugin);
    workdir.write("guesthouse.toml", POLICY);
    command.args(["--policy", "guesthouse.toml"]);
    command.args(["--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, EVENTS.as_bytes()).exited(1);
    let outcomes: Vec<serde_json::Value> = workdir
        .read("outcomes.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let results: Vec<_> = outcomes
        .iter()
        .map(|outcome| (outcome["class"].as_str(), outcome["code"].as_str()))
        .collect();
    let name = case.name();
    assert_eq!(
        results,
        [
            (Some("crashed"), Some(case.code)),
            (Some("limit"), Some("fuel")),
            (Some("completed"), None)
        ],
        "{name}\n{}",
        ran.stderr
    );
    for wanted in ["out of tea", &case.place()] {
        assert!(
            ran.stderr.contains(wanted),
            "{name} does not say {wanted}\n{}",
            ran.stderr
        );
    }
    let mut command = plugins::run(&workdir, &plugin);
    command.args(["--format", "github", "--quiet"]);
    let throw = EVENTS.lines().next().unwrap();
    let annotated = Ran::wait(command, throw.as_bytes()).exited(1).stderr;
    let (file, line) = case.source_line();
    let annotation = format!("::error file={file},line={line},");
    assert!(annotated.starts_with(&annotation), "{name}: {annotated}");
    // A guest without fuel cannot run the code that would show its own stack.
    let trace = outcomes[1]["trace"].as_str().unwrap_or_default();
    assert!(!trace.contains(case.into), "{name}: {trace}");
    let output: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(output["data"], "3", "{name}");
}

/// Builds the plugin in Rust.
pub(crate) fn rust(workdir: &Workdir) -> Option<PathBuf> {
    CASES[0].build(workdir)
}

#[test]
fn a_panic_in_rust() {
    check(&CASES[0]);
}

#[test]
fn an_exception_in_typescript() {
    check(&CASES[1]);
}

#[test]
fn an_exception_in_typescript_on_starlingmonkey() {
    check(&CASES[2]);
}

#[test]
fn an_exception_in_python() {
    check(&CASES[3]);
}

#[test]
fn a_panic_in_go() {
    check(&CASES[4]);
}
