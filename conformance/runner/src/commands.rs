//! Builds guests by their testee's own commands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow};
use guesthouse_toolchain::{Progress, Project, manifest, preview1};

use crate::guest_wit::Wit;
use crate::testee::Commands;

/// A program that a testee's own commands need is missing.
#[derive(Debug)]
pub(crate) struct MissingProgram(String);

impl std::error::Error for MissingProgram {}

impl std::fmt::Display for MissingProgram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is needed, but it is not on the PATH", self.0)
    }
}

/// Finds a program on the path.
pub(crate) fn find(tool: &str) -> Result<PathBuf, MissingProgram> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|dir| dir.join(tool))
        .find(|file| file.is_file())
        .ok_or_else(|| MissingProgram(tool.to_owned()))
}

/// Runs the commands of a testee in a folder, and returns the component that they build.
///
/// # Errors
/// When a command fails, or its output is neither a component nor a module that can become one.
pub(crate) fn run(
    commands: &Commands,
    wit: &Wit,
    stage: &Path,
    progress: &dyn Progress,
) -> anyhow::Result<Vec<u8>> {
    if stage.join(manifest::FILE).is_file() {
        Project::open(stage)?.unpack()?;
    }
    for command in &commands.run {
        let words: Vec<_> = command
            .iter()
            .map(|word| word.replace("{world}", wit.name))
            .collect();
        run_one(&words, stage, progress)?;
    }
    let output = stage.join(&commands.output);
    let made = fs::read(&output).with_context(|| format!("cannot read {}", output.display()))?;
    if made.starts_with(CORE_MODULE) {
        return preview1::componentize(&made, wit.resolve, wit.world);
    }
    Ok(made)
}

/// The first bytes of a core module. A component has another number there.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn run_one(command: &[String], stage: &Path, progress: &dyn Progress) -> anyhow::Result<()> {
    let shown = command.join(" ");
    progress.step(&shown);
    let (program, args) = command.split_first().context("a command is empty")?;
    let finished = Command::new(program)
        .args(args)
        .current_dir(stage)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{program}`"))?;
    if !finished.status.success() {
        let stderr = String::from_utf8_lossy(&finished.stderr).into_owned();
        return Err(anyhow!(stderr).context(format!("`{shown}` failed")));
    }
    Ok(())
}
