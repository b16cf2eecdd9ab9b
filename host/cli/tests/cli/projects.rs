//! Plugins in the repository of a company: inside workspaces, and with settings for other programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir};

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/projects")
        .join(name)
}

fn new(workdir: &Workdir, lang: &str, name: &str) {
    workdir.run(&["new", "--lang", lang, name], b"").exited(0);
}

/// The command `guesthouse`, in the environment of this test.
fn guesthouse(workdir: &Workdir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command.args(arguments).current_dir(workdir.dir());
    command
}

/// Builds a project. Returns `None` if a tool is missing.
fn build(mut command: Command) -> Option<Ran> {
    command.arg("build");
    let ran = Ran::wait(command, b"");
    if ran.stderr.contains("error[missing-tool]") {
        skip("a project in a workspace", &ran.stderr);
        return None;
    }
    Some(ran)
}

fn event(kind: &str, time: &str, data: &Value) -> String {
    let event = json!({
        "specversion": "1.0", "id": kind, "source": "/s", "type": kind, "time": time, "data": data,
    });
    format!("{event}\n")
}

/// Handles an event of each kind, and returns the outputs' data and the outcomes.
fn handled(workdir: &Workdir, plugin: &str, events: &str) -> (Vec<Value>, Vec<Value>, String) {
    let mut command = plugins::run(workdir, &workdir.path(plugin));
    command.args(["-j", "1", "--outcomes", "outcomes.jsonl"]);
    let ran = Ran::wait(command, events.as_bytes());
    let lines = |text: &str| -> Vec<Value> {
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let outputs = lines(&ran.stdout).into_iter();
    (
        outputs.map(|output| output["data"].clone()).collect(),
        lines(&workdir.read("outcomes.jsonl")),
        ran.stderr,
    )
}

/// Checks that each failure has the line of the author that a comment marks.
fn has_lines(outcomes: &[Value], text: &str, file: &str, kinds: &[&str]) {
    for kind in kinds {
        let mark = format!("// the line of `{kind}`");
        let line = 1 + text.lines().position(|line| line.contains(&mark)).unwrap();
        let outcome = outcomes.iter().find(|outcome| outcome["event"] == *kind);
        let outcome = outcome.unwrap();
        let trace = outcome["trace"].as_str().unwrap_or_default();
        assert_eq!(outcome["class"], "failed", "{outcome}");
        assert!(trace.contains(&format!("{file}:{line}")), "{outcome}");
    }
}

/// Lets the second plugin bring an SDK of its own, which a workspace does not allow.
fn has_two_sdks(workdir: &Workdir, file: &str, shared: &str) {
    let file = format!("plugins/{file}");
    let own = workdir.read(&file).replace(shared, "./.guesthouse/sdk");
    workdir.write(&file, own);
    let mut command = guesthouse(workdir, &[]);
    command.current_dir(workdir.path("plugins/second"));
    let stderr = build(command).unwrap().stderr;
    assert!(
        stderr.contains("error[two-sdks]: two plugins of the workspace"),
        "{stderr}"
    );
    assert!(stderr.contains(shared), "{stderr}");
}

const WORKSPACE: &str = r#"
[workspace]
members = ["plugins/*", "shared"]
exclude = ["plugins/alone"]
default-members = ["shared"]
resolver = "3"

[profile.release]
opt-level = 3
lto = "off"
debug = true
"#;

/// Flags of this machine, for which no linker of WebAssembly has a meaning.
const CONFIG: &str = r#"
[build]
rustflags = ["-Clink-arg=-fuse-ld=mold"]
target = "x86_64-unknown-linux-gnu"

[profile.release]
strip = "none"
"#;

#[test]
fn rust_in_a_workspace() {
    let workdir = new_workdir();
    workdir.write("Cargo.toml", WORKSPACE);
    workdir.write(".cargo/config.toml", CONFIG);
    let shared = "[package]\nname = \"shared\"\nedition = \"2024\"\n";
    workdir.write("shared/Cargo.toml", shared);
    workdir.write(
        "shared/src/lib.rs",
        "pub fn name() -> &'static str { \"shared\" }\n",
    );
    for name in ["plugins/first", "plugins/second", "plugins/alone"] {
        new(&workdir, "rust", name);
    }
    let manifest = workdir.read("plugins/first/Cargo.toml");
    let more = "[dependencies]\nshared = { path = \"../../shared\" }\nserde_json = \"1\"\nserde = { version = \"1\", features = [\"derive\"] }";
    let manifest = manifest
        .replace("[dependencies]", more)
        .replace("name = \"first\"", "name = \"other\"");
    workdir.write("plugins/first/Cargo.toml", manifest);
    let text = std::fs::read_to_string(source("plugin.rs")).unwrap();
    workdir.write("plugins/first/src/lib.rs", &text);
    let policy = workdir.read("plugins/first/plugin.toml");
    workdir.write(
        "plugins/first/plugin.toml",
        policy.replace("transform", "plugin"),
    );

    let mut command = guesthouse(&workdir, &[]);
    command.current_dir(workdir.path("plugins/first"));
    command.env("RUSTFLAGS", "-Clink-arg=-fuse-ld=mold -Ctarget-cpu=native");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
    let Some(ran) = build(command) else { return };
    let ran = ran.exited(0);
    let warning = "warning[machine-flags]: the plugin is built without the flags in RUSTFLAGS";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);
    // The plugins of the workspace use one SDK, so cargo accepts the workspace.
    assert!(!workdir.path("plugins/second/.guesthouse/sdk").exists());
    let mut command = guesthouse(&workdir, &[]);
    command.current_dir(workdir.path("plugins/second"));
    build(command).unwrap().exited(0);
    let size = std::fs::metadata(workdir.path("plugins/second/second.wasm"))
        .unwrap()
        .len();
    assert!(size < 220_000, "{size}: the workspace's profile was used");
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--offline", "--format-version", "1"]);
    cargo.current_dir(workdir.dir());
    let metadata = Ran::wait(cargo, b"").exited(0).stdout;
    assert!(!metadata.contains("plugins/alone"), "it is excluded");
    has_two_sdks(&workdir, "second/Cargo.toml", "../../.guesthouse/rust/sdk");
    let alone = workdir.read("plugins/alone/Cargo.toml");
    assert!(alone.ends_with("[workspace]\n"), "{alone}");

    let data = json!({
        "flat": { "name": "a", "amount": 19.99 }, "internal": { "type": "Card", "amount": 0.5 },
        "adjacent": { "t": "Rate", "c": 1e-3 }, "untagged": [1, 19.99, 0.5], "value": { "x": 12.5 },
    });
    let kinds = ["store", "request", "write", "parse", "foreign"];
    let mut events = event("types", "2026-01-02T03:04:05Z", &data);
    for kind in kinds {
        events += &event(kind, "2026-01-02T03:04:05Z", &Value::Null);
    }
    events += &event("clock", "9999-12-31T23:59:59Z", &Value::Null);
    let (outputs, outcomes, stderr) = handled(&workdir, "plugins/first/first.wasm", &events);
    let clock = json!("shared 18429292800");
    assert_eq!(outputs, [data.clone(), data, clock], "{stderr}");
    assert_eq!(outcomes.last().unwrap()["clock"], "2554-01-01T00:00:00Z");
    has_lines(&outcomes, &text, "plugins/first/src/lib.rs", &kinds);
    let at = "unsupported at $.a ((i32, i32)): a key must be text";
    assert!(stderr.contains(at), "{stderr}");
}

#[test]
fn go_in_a_workspace() {
    let workdir = new_workdir();
    workdir.write("go.work", "go 1.26\n");
    workdir.write("shared/go.mod", "module example.com/shared\n\ngo 1.26\n");
    let name = "package shared\n\nfunc Name() string { return \"shared\" }\n";
    workdir.write("shared/name.go", format!("//go:build extra\n\n{name}"));
    for name in ["plugins/first", "plugins/second"] {
        new(&workdir, "go", name);
    }
    let uses = "go 1.26\n\nuse (\n\t./plugins/first\n\t./plugins/second\n\t./shared\n)\n";
    workdir.write("go.work", uses);
    let text = std::fs::read_to_string(source("plugin.go")).unwrap();
    workdir.write("plugins/first/plugin.go", &text);
    let policy = workdir.read("plugins/first/plugin.toml");
    workdir.write(
        "plugins/first/plugin.toml",
        policy.replace("transform", "plugin"),
    );

    let mut command = guesthouse(&workdir, &[]);
    command.current_dir(workdir.path("plugins/first"));
    command.env("GOFLAGS", "-tags=extra -race");
    let Some(ran) = build(command) else { return };
    let ran = ran.exited(0);
    let warning = "warning[machine-flags]: the plugin is built without -race of GOFLAGS";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);
    let mut go = Command::new("go");
    go.args(["list", "./plugins/first", "./plugins/second"]);
    go.env("GOFLAGS", "-tags=extra").current_dir(workdir.dir());
    Ran::wait(go, b"").exited(0);

    has_two_sdks(&workdir, "second/go.mod", "../../.guesthouse/go/sdk");

    let time = "2026-01-02T03:04:05Z";
    let kinds = ["store", "request", "write", "parse"];
    let mut events = event("zone", time, &Value::Null);
    for kind in ["nil", "left"].iter().chain(&kinds) {
        events += &event(kind, time, &Value::Null);
    }
    events += &event("late", "9999-12-31T23:59:59Z", &Value::Null);
    let (outputs, outcomes, stderr) = handled(&workdir, "plugins/first/first.wasm", &events);
    let expected = [
        "shared 1767323045 04:04 CET",
        "shared 18429292800 01:00 CET",
    ];
    assert_eq!(outputs, expected, "{stderr}");
    assert_eq!(outcomes[1]["class"], "completed");
    assert_eq!(outcomes[2]["class"], "completed");
    assert!(
        stderr.contains("goroutines still running when the handler returned: 1."),
        "{stderr}"
    );
    has_lines(&outcomes, &text, "plugin.go", &kinds);
    let at = "unsupported at $.done[0] (chan int): JSON has no chan";
    assert!(stderr.contains(at), "{stderr}");
}

#[test]
fn the_sdk_of_every_language_is_unpacked_without_a_build() {
    let workdir = new_workdir();
    for lang in ["rust", "ts", "js", "python", "go"] {
        let name = format!("{lang}-plugin");
        let name = name.as_str();
        new(&workdir, lang, name);
        std::fs::remove_dir_all(workdir.path(&format!("{name}/.guesthouse"))).unwrap();
        let ran = workdir.run(&["sdk", name], b"").exited(0);
        assert!(ran.stderr.contains(".guesthouse/sdk"), "{}", ran.stderr);
        let sdk = workdir.path(&format!("{name}/.guesthouse/sdk"));
        assert!(sdk.read_dir().unwrap().next().is_some());
        assert!(workdir.path(&format!("{name}/.guesthouse/wit")).is_dir());
    }
}
