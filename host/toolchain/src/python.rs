//! Python: componentize-py takes a snapshot of CPython after it has imported the plugin.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::{Diagnostic, Language};
use serde::Deserialize;

use crate::doctor::{Finding, Requirement};
use crate::{
    Compiled, Error, Packages, Progress, Project, Template, Toolchain, WorldBuild, copy, embedded,
    pins, process,
};

pub(crate) struct Python;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pins {
    python: String,
    componentize_py: String,
}

static PINS: LazyLock<Pins> = LazyLock::new(|| pins::read("python"));

const COMPONENTIZE_PY: Packages = Packages {
    name: "python",
    contents: compiler_name,
    installer: pip,
};

/// The author's module.
const SOURCE: &str = "plugin.py";

/// The SDK's module that exports the handler and imports the author's module.
const ENTRY: &str = "guesthouse_sdk.entry";

impl Toolchain for Python {
    // This folder has only the package itself, because a build adds it to Python's path.
    fn sdk(&self) -> &'static str {
        "sdk-python/src"
    }

    fn templates(&self) -> &'static [Template] {
        const { &[Template::new("python", "Python", Language::Python, SOURCE)] }
    }

    fn tools(&self, language: Language) -> Vec<Finding> {
        vec![python3().finding(language)]
    }

    fn packages(&self) -> &'static [Packages] {
        &[COMPONENTIZE_PY]
    }

    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error> {
        require_source(&project.dir)?;
        let sources = project.work_dir().join("python");
        embedded::remove_folder(&sources)?;
        copy::tree(&project.dir, &sources, &is_left_out_of_copy)?;
        let snapshot = Snapshot {
            dir: &project.dir,
            wit: &project.wit_dir(),
            world: project.manifest().world.name(),
            entry: ENTRY,
            path: &[sources, project.sdk_dir()],
            output: &project.work_dir().join("python.wasm"),
        };
        snapshot.take(progress)
    }

    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        let snapshot = Snapshot {
            dir: build.dir,
            wit: build.wit,
            world: build.world,
            entry: "app",
            path: &[PathBuf::from(".")],
            output: &build.work_dir().join("python.wasm"),
        };
        snapshot.take(progress)
    }
}

/// The input of componentize-py.
struct Snapshot<'a> {
    dir: &'a Path,
    wit: &'a Path,
    world: &'a str,
    /// The module with the exports.
    entry: &'a str,
    /// Folders that modules are imported from.
    path: &'a [PathBuf],
    output: &'a Path,
}

impl Snapshot<'_> {
    fn take(&self, progress: &dyn Progress) -> Result<Compiled, Error> {
        python3().check()?;
        let packages = COMPONENTIZE_PY.install(progress)?;
        progress.step("building with componentize-py");
        let finished = process::run(&mut self.command(&packages), |_| ())?;
        if !finished.status.success() {
            let output = authors_part(&finished.output());
            return Err(Error::Compile {
                tool: "componentize-py",
                output,
            });
        }
        let bytes = fs::read(self.output).map_err(Error::file("read", self.output))?;
        Ok(Compiled {
            bytes,
            toolchain: compiler_name(),
            warnings: finished.stderr,
        })
    }

    fn command(&self, packages: &Path) -> Command {
        let start = "import sys, componentize_py; sys.exit(componentize_py.script())";
        let path = self
            .path
            .iter()
            .flat_map(|folder| [OsStr::new("-p"), folder.as_os_str()]);
        let mut command = Command::new("python3");
        command
            .env("PYTHONPATH", packages.join("site"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .args(["-c", start, "-q", "-d"])
            .arg(self.wit)
            .args(["-w", self.world, "componentize", self.entry])
            .args(path)
            .arg("-o")
            .arg(self.output)
            .current_dir(self.dir);
        command
    }
}

fn python3() -> Requirement<'static> {
    Requirement {
        tool: "python3",
        least: &PINS.python,
        fix: "install Python 3: https://www.python.org",
    }
}

fn compiler_name() -> String {
    format!("componentize-py {}", PINS.componentize_py)
}

fn pip(folder: &Path) -> Command {
    let options = "--quiet --no-deps --require-hashes --no-compile --disable-pip-version-check";
    let mut command = Command::new("python3");
    command
        .args(["-m", "pip", "install"])
        .args(options.split(' '))
        .args(["--requirement", "requirements.txt", "--target"])
        .arg(folder.join("site"));
    command
}

fn require_source(dir: &Path) -> Result<(), Error> {
    if dir.join(SOURCE).is_file() {
        return Ok(());
    }
    let found = Diagnostic::error("no-source", format!("the project has no file `{SOURCE}`"));
    let hint = if dir.join("src").join(SOURCE).is_file() {
        format!("move src/{SOURCE} and its modules to the folder of plugin.toml")
    } else {
        format!("create {SOURCE} with a function `def handle(event)`")
    };
    Err(Error::finding(found.hint(hint)))
}

/// Virtual environments and hidden folders are left out of the copy of the sources: componentize-py
/// would try to link every native library in them.
fn is_left_out_of_copy(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    is_left_out(&name.to_string_lossy()) || path.join("pyvenv.cfg").exists()
}

fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".wasm") || name == "__pycache__"
}

/// The line after which componentize-py prints its own stack.
const STACK: &str = "\n\nStack backtrace:";

/// Returns the author's part of an error. The SDK fails the build with the author's traceback;
/// componentize-py repeats it, indented, as the cause of its own error, and adds its stack.
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
