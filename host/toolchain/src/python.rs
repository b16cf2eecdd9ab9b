//! Python: componentize-py takes a snapshot of CPython after it has imported the plugin.

mod check;
mod domain;
mod lock_files;
mod refusal;
mod requirements;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use guesthouse_inspect::{Diagnostic, Language};
use serde::Deserialize;

use self::requirements::SITE_PACKAGES;
use crate::doctor::{Finding, Requirement};
use crate::walk::walk;
use crate::{
    Compiled, DomainBuild, Error, Packages, Part, Progress, Project, Template, Toolchain,
    WorldBuild, copy, embedded, operator, pins, process,
};

pub(crate) struct Python;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pins {
    python: String,
    guest: String,
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

/// The file of the copied sources that the SDK writes printed text to.
const PRINTED: &str = ".printed";

/// The SDK's package.
const SDK: &str = "guesthouse_sdk";

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

    fn reads(&self) -> &'static [&'static str] {
        &["pyproject.toml", "requirements.txt", "*.py"]
    }

    fn tools(&self, language: Language) -> Vec<Finding> {
        vec![python3().finding(language)]
    }

    fn packages(&self) -> &'static [Packages] {
        &[COMPONENTIZE_PY]
    }

    fn sources(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("check.py", check::SCRIPT),
            ("install.py", requirements::SCRIPT),
        ]
    }

    fn warnings(&self, project: &Project, _compiled: &Compiled) -> Result<Vec<Diagnostic>, Error> {
        let domain = project.domain_package()?;
        let function = domain.is_none().then_some("handle");
        let mut found = check::sources(&project.dir, domain.as_deref().unwrap_or(SDK), function)?;
        found.extend(requirements::warnings(&project.guesthouse_dir()));
        found.extend(lock_files::warnings(&project.dir));
        Ok(found)
    }

    fn compile(&self, project: &Project, progress: &dyn Progress) -> Result<Compiled, Error> {
        check::require_source(&project.dir, "a function `def handle(event)`")?;
        python3().check()?;
        check::sources(&project.dir, SDK, Some("handle"))?;
        let packages = requirements::install(&project.dir, &project.guesthouse_dir(), progress)?;
        let sources = project.work_dir().join("python");
        embedded::remove_folder(&sources)?;
        copy::tree(&project.dir, &sources, &is_left_out_of_copy)?;
        let snapshot = Snapshot {
            dir: &project.dir,
            wit: &project.wit_dir(),
            world: &project.manifest().world,
            entry: ENTRY,
            path: &[sources, project.sdk_dir()],
            packages: &packages,
            output: &project.work_dir().join("python.wasm"),
        };
        snapshot.take(progress)
    }

    fn compile_world(
        &self,
        build: &WorldBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        let packages = requirements::install(build.dir, &build.work_dir(), progress)?;
        let snapshot = Snapshot {
            dir: build.dir,
            wit: build.wit,
            world: build.world,
            entry: "app",
            path: &[PathBuf::from(".")],
            packages: &packages,
            output: &build.work_dir().join("python.wasm"),
        };
        snapshot.take(progress)
    }

    fn compile_domain(
        &self,
        build: &DomainBuild<'_>,
        progress: &dyn Progress,
    ) -> Result<Compiled, Error> {
        domain::compile(build, progress)
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
    /// A folder like a virtual environment, with the packages that the source declares.
    packages: &'a Path,
    output: &'a Path,
}

impl Snapshot<'_> {
    fn take(&self, progress: &dyn Progress) -> Result<Compiled, Error> {
        python3().check()?;
        let compiler = COMPONENTIZE_PY.install(progress)?;
        progress.step("building with componentize-py");
        let finished = process::run(&mut self.command(&compiler), |_| ())?;
        let printed = self.printed();
        if !finished.status.success() {
            let output = printed + &authors_part(&finished.output());
            return Err(Error::Compile {
                tool: "componentize-py",
                output,
            });
        }
        let bytes = fs::read(self.output).map_err(Error::file("read", self.output))?;
        Ok(Compiled {
            bytes,
            toolchain: compiler_name(),
            warnings: printed + &finished.stderr,
            parts: self.parts()?,
        })
    }

    /// The files and packages in the folders that modules are imported from. The component contains a
    /// compressed copy of these folders.
    fn parts(&self) -> Result<Vec<Part>, Error> {
        let packages = self.packages.join(SITE_PACKAGES);
        let mut parts = BTreeMap::new();
        for folder in self.path.iter().chain([&packages]) {
            let folder = self.dir.join(folder);
            walk(&folder, &|_| false, &mut |path, metadata| {
                let relative = path.strip_prefix(&folder).unwrap_or(path);
                let first = relative.components().next();
                let name = first.map(|it| it.as_os_str().to_string_lossy().into_owned());
                *parts.entry(name.unwrap_or_default()).or_default() += metadata.len();
                Ok(())
            })?;
        }
        let part = |(name, bytes)| Part { name, bytes };
        Ok(parts.into_iter().map(part).collect())
    }

    /// What the author's modules printed while they were imported: the SDK writes it to a file.
    fn printed(&self) -> String {
        let file = self
            .path
            .first()
            .map(|folder| self.dir.join(folder).join(PRINTED));
        let bytes = file.and_then(|file| fs::read(file).ok());
        String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
    }

    fn command(&self, compiler: &Path) -> Command {
        let path = self
            .path
            .iter()
            .flat_map(|folder| [OsStr::new("-p"), folder.as_os_str()]);
        let mut command = isolated(START);
        command
            // componentize-py would add the packages of the machine's Python.
            .env("VIRTUAL_ENV", self.packages)
            .arg(compiler.join("site"))
            .args(["-q", "-d"])
            .arg(self.wit)
            .args(["-w", self.world, "componentize", self.entry])
            .args(path)
            .arg("-o")
            .arg(self.output)
            .current_dir(self.dir);
        command
    }
}

/// Starts componentize-py from the folder in the first argument.
const START: &str = "import sys; sys.path.insert(0, sys.argv.pop(1)); import componentize_py; \
                     sys.exit(componentize_py.script())";

/// Runs a script with the machine's Python, isolated from the user's settings and packages and from
/// modules in the current folder.
fn isolated(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.args(["-I", "-B", "-c", script]);
    command
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
    let mut command = requirements::pip("tools", &folder.join("site"));
    command.args("--no-deps --require-hashes --requirement requirements.txt".split(' '));
    command
}

/// The largest file, in bytes, that a component contains: a plugin holds its files in memory.
const MAX_FILE: u64 = 8 << 20;

/// Virtual environments and hidden folders are left out of the copy of the sources: componentize-py
/// would try to link every native library in them.
fn is_left_out_of_copy(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_too_large = || {
        path.metadata()
            .is_ok_and(|it| it.is_file() && it.len() > MAX_FILE)
    };
    is_left_out(&name.to_string_lossy())
        || operator::owns(path)
        || path.join("pyvenv.cfg").exists()
        || is_too_large()
}

/// The component contains what is copied, so native modules of the machine stay out.
fn is_left_out(name: &str) -> bool {
    let native = name.ends_with(".so") && !name.ends_with("wasm32-wasi.so");
    let built = name.ends_with(".wasm") || matches!(name, "__pycache__" | "node_modules");
    name.starts_with('.') || native || built
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
