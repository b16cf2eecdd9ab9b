//! Builds guests by their testee's own commands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow};
use guesthouse_toolchain::{Progress, Project, manifest, preview1};

use crate::build::Wit;
use crate::testee::Commands;

/// A program that a testee's own commands need.
#[derive(Debug)]
pub(crate) struct NotThere(String);

impl std::error::Error for NotThere {}

impl std::fmt::Display for NotThere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is needed, but it is not on the PATH", self.0)
    }
}

/// Finds a program on the path.
pub(crate) fn find(tool: &str) -> Result<PathBuf, NotThere> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|dir| dir.join(tool));
    let found = places.find(|place| place.is_file());
    found.ok_or_else(|| NotThere(tool.to_owned()))
}

/// Runs the commands of a testee in a folder, and returns the component that came of them.
///
/// # Errors
/// When one of them fails, or what they make is neither a component nor fit to be one.
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

/// How a core module begins: a component has another number there.
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
        let said = String::from_utf8_lossy(&finished.stderr).into_owned();
        return Err(anyhow!(said).context(format!("`{shown}` failed")));
    }
    Ok(())
}
