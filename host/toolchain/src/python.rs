//! Python: componentize-py takes a snapshot of CPython after it has imported the plugin.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::Diagnostic;

use crate::build::{Job, Made};
use crate::cache::{Set, require_python};
use crate::pins::PINS;
use crate::{Error, Progress, carried, process};

/// The author's module.
const SOURCE: &str = "plugin.py";

/// The SDK's module that gives componentize-py its entry and imports the author's.
const ENTRY: &str = "guesthouse_sdk.entry";

pub(crate) fn build(job: &Job<'_>) -> Result<Made, Error> {
    require_source(job.dir)?;
    let sources = job.carried().join("build/python");
    carried::remove_folder(&sources)?;
    copy_sources(job.dir, &sources)?;
    let snapshot = Snapshot {
        dir: job.dir,
        wit: &job.carried().join("wit"),
        world: job.source.manifest.world.name(),
        entry: ENTRY,
        path: &[sources, job.carried().join("sdk")],
        output: &job.carried().join("build/python.wasm"),
    };
    snapshot.take(job.progress)
}

/// What componentize-py makes a component of.
pub(crate) struct Snapshot<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) wit: &'a Path,
    pub(crate) world: &'a str,
    /// The module with the exports.
    pub(crate) entry: &'a str,
    /// Where modules are looked for.
    pub(crate) path: &'a [PathBuf],
    pub(crate) output: &'a Path,
}

impl Snapshot<'_> {
    pub(crate) fn take(&self, progress: &dyn Progress) -> Result<Made, Error> {
        require_python()?;
        let toolchain = Set::Python.install(progress)?;
        progress.step("building with componentize-py");
        let finished = process::run(&mut self.command(&toolchain), |_| ())?;
        if !finished.status.success() {
            let output = authors_part(&finished.output());
            return Err(Error::Compile {
                tool: "componentize-py",
                output,
            });
        }
        let bytes = fs::read(self.output).map_err(Error::file("read", self.output))?;
        let toolchain = format!("componentize-py {}", PINS.python.componentize_py);
        Ok(Made {
            bytes,
            toolchain,
            warnings: finished.stderr,
        })
    }

    fn command(&self, toolchain: &Path) -> Command {
        let start = "import sys, componentize_py; sys.exit(componentize_py.script())";
        let mut command = Command::new("python3");
        command
            .env("PYTHONPATH", toolchain.join("site"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .args(["-c", start, "-q", "-d"])
            .arg(self.wit)
            .args(["-w", self.world, "componentize", self.entry])
            .args(
                self.path
                    .iter()
                    .flat_map(|folder| [OsStr::new("-p"), folder.as_os_str()]),
            )
            .arg("-o")
            .arg(self.output)
            .current_dir(self.dir);
        command
    }
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

/// Where componentize-py begins to talk about itself.
const STACK: &str = "\n\nStack backtrace:";

/// The author's part of an error. The SDK ends a build that fails with the author's traceback;
/// componentize-py repeats it, indented, as the cause of an error of its own, and adds its stack.
fn authors_part(output: &str) -> String {
    let Some((_, cause)) = output.rsplit_once("\nCaused by:\n    BuildError: ") else {
        return output
            .split(STACK)
            .next()
            .unwrap_or(output)
            .trim()
            .to_owned();
    };
    let traceback = cause.split(STACK).next().unwrap_or(cause);
    let lines = traceback
        .lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_reads_the_traceback_alone() {
        let output = "AssertionError: Traceback\n  ...\n\n\nCaused by:\n    BuildError: Traceback:\n      \
                      File \"plugin.py\", line 1\n        import x\n    ImportError: no x\n\nStack \
                      backtrace:\n   0: anyhow\n";
        let traceback = "Traceback:\n  File \"plugin.py\", line 1\n    import x\nImportError: no x";
        assert_eq!(authors_part(output), traceback);
    }

    #[test]
    fn other_errors_stay_whole() {
        let output = "Error: no world\n\nStack backtrace:\n   0: anyhow\n";
        assert_eq!(authors_part(output), "Error: no world");
    }
}
