//! Builds plugins of the repository with the binary under test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir, repository};
use serde_json::{Value, json};

/// Builds a project with `guesthouse build`. If a tool is missing, prints SKIPPED and returns `None`;
/// with `CI=true` panics.
pub(crate) fn build(project: &Path, file: &Path, options: &[&str]) -> Option<PathBuf> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command
        .arg("build")
        .arg(project)
        .arg("-o")
        .arg(file)
        .args(options);
    let ran = Ran::wait(command, b"");
    if ran.code == Some(0) {
        return Some(file.to_owned());
    }
    let name = project.display().to_string();
    let is_missing_tool = ran.stderr.contains("error[missing-tool]");
    assert!(is_missing_tool, "{name} cannot be built:\n{}", ran.stderr);
    skip(&name, &ran.stderr);
    None
}

/// Makes a project of `guesthouse new` with other files, of the folder `tests/cli/<fixture>`.
pub(crate) fn project(
    workdir: &Workdir,
    lang: &str,
    fixture: &str,
    files: &[(&str, &str)],
) -> PathBuf {
    workdir
        .run(&["new", "--lang", lang, fixture], b"")
        .exited(0);
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli")
        .join(fixture);
    for (file, into) in files {
        let text = std::fs::read(source.join(file)).expect("a fixture");
        workdir.write(&format!("{fixture}/{into}"), text);
    }
    workdir.path(fixture)
}

/// An event that a plugin handled.
pub(crate) struct Handled {
    outcome: Value,
    /// The data of the outputs.
    data: Vec<Value>,
}

impl Handled {
    /// Checks that the event completed, and that its outputs have this data.
    #[track_caller]
    pub(crate) fn completed(&self, data: &[Value]) {
        assert_eq!(self.outcome["class"], "completed", "{}", self.outcome);
        assert_eq!(self.data, data);
    }

    /// Checks the class and the code, and returns the message and the trace.
    #[track_caller]
    pub(crate) fn failed<'c>(&self, class: &str, code: impl Into<Option<&'c str>>) -> String {
        let outcome = &self.outcome;
        assert_eq!(outcome["class"], class, "{outcome}");
        assert_eq!(outcome["code"], json!(code.into()), "{outcome}");
        let texts = ["message", "trace"].map(|key| outcome[key].as_str().unwrap_or_default());
        texts.join("\n")
    }
}

/// Handles events of these types and with these data, one after another. An event's id is its type
/// and its place.
pub(crate) fn handle(
    mut command: Command,
    workdir: &Workdir,
    events: &[(&str, Value)],
) -> (Vec<Handled>, Ran) {
    command.args(["--jobs", "1", "--outcomes", "outcomes.jsonl"]);
    let line = |(at, (kind, data)): (usize, &(&str, Value))| {
        let id = format!("{kind}-{at}");
        let event = json!({
            "specversion": "1.0", "id": id, "source": "/s", "type": kind, "time": "2026-01-02T03:04:05Z", "data": data,
        });
        format!("{event}\n")
    };
    let lines: String = events.iter().enumerate().map(line).collect();
    let ran = Ran::wait(command, lines.as_bytes());
    let read = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
    let mut outputs = ran.stdout.lines().map(read);
    let outcomes = workdir.read("outcomes.jsonl");
    let handled = outcomes.lines().map(read).map(|outcome| {
        let count = outcome["outputs"].as_u64().unwrap_or_default() as usize;
        let data = outputs
            .by_ref()
            .take(count)
            .map(|output| output["data"].clone())
            .collect();
        Handled { outcome, data }
    });
    let handled: Vec<_> = handled.collect();
    assert_eq!(handled.len(), events.len(), "{}", ran.stderr);
    (handled, ran)
}

/// Builds `examples/<example>/<language>`.
pub(crate) fn example(example: &str, language: &str, options: &[&str]) -> Option<PathBuf> {
    let project = repository().join("examples").join(example).join(language);
    let name = [&[example, language], options]
        .concat()
        .join("-")
        .replace("--", "");
    build(&project, &built().join(format!("{name}.wasm")), options)
}

/// The folder of plugins and their compiled code, shared by all test runs.
pub(crate) fn built() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins");
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

pub(crate) fn policy(example: &str) -> PathBuf {
    repository()
        .join("examples")
        .join(example)
        .join("guesthouse.toml")
}

/// The real and the malformed events of `examples/events`.
pub(crate) fn events() -> Vec<u8> {
    let script = repository().join("examples/events/wrap.mjs");
    let output = Command::new("node")
        .arg(script)
        .stderr(Stdio::inherit())
        .output()
        .expect("node");
    assert!(output.status.success(), "wrap.mjs: {}", output.status);
    output.stdout
}

/// A command that shares the cache of compiled components with other tests, because compiling takes
/// seconds.
pub(crate) fn run(workdir: &Workdir, plugin: &Path) -> Command {
    let mut command = workdir.command(&["run"]);
    command
        .arg(plugin)
        .env("XDG_CACHE_HOME", built().join("cache"));
    command
}
