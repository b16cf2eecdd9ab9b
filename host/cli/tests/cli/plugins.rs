//! Builds plugins of the repository with the binary under test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir, repository};

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
