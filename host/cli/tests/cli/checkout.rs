//! The domain of `examples/checkout`: each plugin builds, passes its own tests without WebAssembly,
//! and passes the cases that all plugins of the domain share.

use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, repository};
use serde_json::Value;

use crate::plugins;
use crate::workdir::new_workdir;

#[test]
fn the_rule_in_rust() {
    if builds_and_passes_the_cases("rust") {
        tested("rust", "cargo", &["test", "--quiet", "--locked"]);
    }
}

#[test]
fn the_rule_in_typescript() {
    if builds_and_passes_the_cases("js") {
        tested("js", "npm", &["test", "--silent"]);
    }
}

#[test]
fn the_rule_in_python() {
    if builds_and_passes_the_cases("python") {
        tested("python", "python3", &["-m", "pytest", "-q"]);
        tested("python", "python3", &["-m", "mypy"]);
    }
}

#[test]
fn the_rule_in_go() {
    if builds_and_passes_the_cases("go") {
        tested("go", "go", &["test", "./..."]);
        tested("go", "go", &["vet", "./..."]);
    }
}

fn domain() -> PathBuf {
    repository().join("examples/checkout")
}

/// Returns false if the toolchain of the language is missing.
fn builds_and_passes_the_cases(language: &str) -> bool {
    let Some(plugin) = plugins::example("checkout", language, &[]) else {
        return false;
    };
    let workdir = new_workdir();
    let mut command = workdir.command(&["test", "--quiet"]);
    command.arg(plugin);
    command.arg("--wit").arg(domain().join("wit"));
    command.arg("--cases").arg(domain().join("cases"));
    command.arg("--fakes").arg(domain().join("fakes.toml"));
    command.env("XDG_CACHE_HOME", plugins::built().join("cache"));
    let ran = Ran::wait(command, b"").exited(0);
    let passed = ran.stdout.lines().filter(|it| it.starts_with("passed "));
    assert_eq!(passed.count(), count_cases(), "{}", ran.stdout);
    true
}

fn count_cases() -> usize {
    let files = ["cases/price.toml", "cases/similar.toml"];
    let texts = files.map(|file| std::fs::read_to_string(domain().join(file)).unwrap());
    texts
        .iter()
        .flat_map(|it| it.lines())
        .filter(|it| *it == "[[case]]")
        .count()
}

/// Runs a tool of the author in the plugin's folder, on the SDK that the build wrote.
fn tested(language: &str, program: &str, args: &[&str]) {
    let mut command = Command::new(program);
    command.args(args).current_dir(domain().join(language));
    if language == "js" {
        command.env("NODE_PATH", packages());
    }
    let ran = Ran::wait(command, b"");
    if ran.stderr.contains("No module named") {
        return skip(&format!("{program} {}", args.join(" ")), &ran.stderr);
    }
    ran.exited(0);
}

/// Returns the folder of the pinned npm packages. Versions of Node.js that do not run TypeScript need
/// esbuild for the author's tests.
fn packages() -> PathBuf {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command.args(["doctor", "--lang", "js", "--format", "json"]);
    let ran = Ran::wait(command, b"");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut tools = found.as_array().unwrap().iter();
    let pinned = tools.find(|it| it["tool"].as_str().unwrap().contains("esbuild"));
    Path::new(pinned.unwrap()["found"].as_str().unwrap()).join("node_modules")
}
