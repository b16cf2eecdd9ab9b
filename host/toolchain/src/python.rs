//! Python: componentize-py takes a snapshot of CPython after it has imported the plugin.

use std::fs;
use std::path::Path;
use std::process::Command;

use guesthouse_inspect::Diagnostic;

use crate::build::{Job, Made};
use crate::cache::{Set, require_python};
use crate::pins::PINS;
use crate::{Error, carried, process};

/// The author's module.
const SOURCE: &str = "plugin.py";

/// The SDK's module that gives componentize-py its entry and imports the author's.
const ENTRY: &str = "guesthouse_sdk.entry";

pub(crate) fn build(job: &Job<'_>) -> Result<Made, Error> {
    require_source(job.dir)?;
    require_python()?;
    let toolchain = Set::Python.install(job.progress)?;
    let sources = job.carried().join("build/python");
    carried::remove_folder(&sources)?;
    copy_sources(job.dir, &sources)?;
    job.progress.step("building with componentize-py");
    let output = job.carried().join("build/python.wasm");
    let finished = process::run(&mut command(job, &toolchain, &sources, &output), |_| ())?;
    if !finished.status.success() {
        let output = authors_part(&finished.output()).to_owned();
        return Err(Error::Compile {
            tool: "componentize-py",
            output,
        });
    }
    let bytes = fs::read(&output).map_err(Error::file("read", &output))?;
    let toolchain = format!("componentize-py {}", PINS.python.componentize_py);
    Ok(Made {
        bytes,
        toolchain,
        warnings: finished.stderr,
    })
}

fn command(job: &Job<'_>, toolchain: &Path, sources: &Path, output: &Path) -> Command {
    let start = "import sys, componentize_py; sys.exit(componentize_py.script())";
    let mut command = Command::new("python3");
    command
        .env("PYTHONPATH", toolchain.join("site"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-c", start, "-q", "-d"])
        .arg(job.carried().join("wit"))
        .args([
            "-w",
            job.source.manifest.world.name(),
            "componentize",
            ENTRY,
            "-p",
        ])
        .arg(sources)
        .arg("-p")
        .arg(job.carried().join("sdk"))
        .arg("-o")
        .arg(output)
        .current_dir(job.dir);
    command
}

fn require_source(dir: &Path) -> Result<(), Error> {
    if dir.join(SOURCE).is_file() {
        return Ok(());
    }
    let found = Diagnostic::error("no-source", format!("the project has no {SOURCE}"));
    Err(Error::finding(
        found.hint(format!("write `def handle(event)` in {SOURCE}")),
    ))
}

/// Copies what a plugin can import. Environments and hidden folders stay behind: componentize-py
/// would try to link every native library it finds in them.
fn copy_sources(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(Error::file("create", to))?;
    for entry in fs::read_dir(from)
        .map_err(Error::file("read", from))?
        .flatten()
    {
        let (path, name) = (entry.path(), entry.file_name());
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || shown.ends_with(".wasm") || shown == "__pycache__" {
            continue;
        }
        if !path.is_dir() {
            fs::copy(&path, to.join(&name)).map_err(Error::file("copy", &path))?;
        } else if !path.join("pyvenv.cfg").exists() {
            copy_sources(&path, &to.join(&name))?;
        }
    }
    Ok(())
}

/// Cuts componentize-py's own stack off, so that the author's traceback is what is left.
fn authors_part(output: &str) -> &str {
    let start = output
        .find("Traceback (most recent call last):")
        .unwrap_or(0);
    let rest = output.get(start..).unwrap_or(output);
    rest.split("\nStack backtrace:")
        .next()
        .unwrap_or(rest)
        .trim()
}
