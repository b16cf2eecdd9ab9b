//! Rust: cargo links a component by itself for `wasm32-wasip2`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::build::{Job, Made};
use crate::error::MissingTool;
use crate::pins::PINS;
use crate::{Error, Progress, process};

pub(crate) fn build(job: &Job<'_>) -> Result<Made, Error> {
    compile(job.dir, job.progress)
}

/// Compiles the library in `dir`, whatever contract it has.
pub(crate) fn compile(dir: &Path, progress: &dyn Progress) -> Result<Made, Error> {
    require_target(dir)?;
    progress.step("compiling with cargo");
    let mut command = Command::new("cargo");
    command
        .args([
            "build",
            "--release",
            "--quiet",
            "--message-format=json-render-diagnostics",
        ])
        .args(["--target", &PINS.rust.target])
        .current_dir(dir);
    let mut component = None;
    let finished = process::run(&mut command, |line| {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return;
        };
        if let Some(name) = compiled(&message) {
            progress.step(&format!("compiled {name}"));
        }
        component = wasm_of(&message).or(component.take());
    })?;
    if !finished.status.success() {
        return Err(Error::Compile {
            tool: "cargo",
            output: finished.stderr,
        });
    }
    let component = component.ok_or_else(no_cdylib)?;
    let bytes = std::fs::read(&component).map_err(Error::file("read", &component))?;
    Ok(Made {
        bytes,
        toolchain: version(dir),
        warnings: finished.stderr,
    })
}

/// Checks that cargo and rustc are there.
pub(crate) fn require_cargo() -> Result<(), Error> {
    if process::find("cargo", None).is_some() && process::find("rustc", None).is_some() {
        return Ok(());
    }
    Err(Error::MissingTool(MissingTool {
        needed: "cargo, Rust's build tool,".to_owned(),
        found: "but it is not on the PATH".to_owned(),
        fix: "install Rust with rustup: https://rustup.rs".to_owned(),
    }))
}

/// Checks that the standard library for plugins is installed for the toolchain of `dir`.
pub(crate) fn require_target(dir: &Path) -> Result<(), Error> {
    let target = &PINS.rust.target;
    require_cargo()?;
    let mut command = Command::new("rustc");
    command
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(dir);
    let finished = process::run(&mut command, |_| ())?;
    if finished.status.success() && Path::new(finished.stdout.trim()).is_dir() {
        return Ok(());
    }
    Err(Error::MissingTool(MissingTool {
        needed: format!("Rust's target {target}"),
        found: "but it is not installed for the toolchain of this folder".to_owned(),
        fix: format!("rustup target add {target}"),
    }))
}

fn compiled(message: &Value) -> Option<&str> {
    let fresh = message.get("fresh")?.as_bool()?;
    if fresh {
        None
    } else {
        message.get("target")?.get("name")?.as_str()
    }
}

/// The component among what cargo says it made, if this message is about the project's library.
fn wasm_of(message: &Value) -> Option<PathBuf> {
    let kinds = message.get("target")?.get("kind")?.as_array()?;
    if !kinds.iter().any(|kind| kind == "cdylib") {
        return None;
    }
    let files = message.get("filenames")?.as_array()?;
    files
        .iter()
        .filter_map(Value::as_str)
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

fn no_cdylib() -> Error {
    let found = guesthouse_inspect::Diagnostic::error(
        "no-cdylib",
        "cargo made no WebAssembly library of this project",
    );
    Error::finding(found.hint("put this in Cargo.toml:\n[lib]\ncrate-type = [\"cdylib\"]"))
}

fn version(dir: &Path) -> String {
    let mut command = Command::new("rustc");
    command.arg("--version").current_dir(dir);
    let version = process::run(&mut command, |_| ()).map(|finished| finished.stdout);
    version
        .unwrap_or_default()
        .split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}
