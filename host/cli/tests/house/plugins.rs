//! Plugins of the repository, built by the binary under test.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary includes it and uses its part"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::house::{House, Ran, repository};

/// Builds a project with `guesthouse build`. A machine without the toolchain gives none, aloud;
/// in CI it is an error.
pub fn build(project: &Path, file: &Path, options: &[&str]) -> Option<PathBuf> {
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
    let missing = ran.stderr.contains("error[missing-tool]");
    assert!(
        missing && !in_ci(),
        "{} cannot be built:\n{}",
        project.display(),
        ran.stderr
    );
    eprintln!(
        "SKIPPED {}: a tool is missing\n{}",
        project.display(),
        ran.stderr
    );
    None
}

fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

/// Builds `examples/<example>/<language>`.
pub fn example(example: &str, language: &str, options: &[&str]) -> Option<PathBuf> {
    let project = repository().join("examples").join(example).join(language);
    let name = [&[example, language], options]
        .concat()
        .join("-")
        .replace("--", "");
    build(&project, &built().join(format!("{name}.wasm")), options)
}

/// Where plugins and what was compiled of them are kept from one test run to the next.
pub fn built() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins");
    std::fs::create_dir_all(&dir).expect("a directory");
    dir
}

pub fn policy(example: &str) -> PathBuf {
    repository()
        .join("examples")
        .join(example)
        .join("guesthouse.toml")
}

/// The real and the ugly events of `examples/events`.
pub fn events() -> Vec<u8> {
    let script = repository().join("examples/events/wrap.mjs");
    let output = Command::new("node")
        .arg(script)
        .stderr(Stdio::inherit())
        .output()
        .expect("node");
    assert!(output.status.success(), "wrap.mjs: {}", output.status);
    output.stdout
}

/// A command that shares compiled components with the other tests: compiling takes seconds.
pub fn run(house: &House, plugin: &Path) -> Command {
    let mut command = house.command(&["run"]);
    command
        .arg(plugin)
        .env("XDG_CACHE_HOME", built().join("cache"));
    command
}
