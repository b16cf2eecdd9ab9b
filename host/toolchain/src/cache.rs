//! Compilers that are npm or Python packages, installed once into a cache of the tool's own.
//!
//! A folder is named after its pins, so it is never changed once it is there: installs happen
//! beside it, under a lock, and are renamed into place when complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::Diagnostic;

use crate::error::MissingTool;
use crate::pins::{PINS, at_least};
use crate::{Error, Progress, carried, process};

/// A set of packages that is installed together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// esbuild, TypeScript and QuickJS.
    Js,
    /// StarlingMonkey.
    Starlingmonkey,
    /// componentize-py.
    Python,
}

impl Set {
    fn name(self) -> &'static str {
        match self {
            Self::Js => "js",
            Self::Starlingmonkey => "starlingmonkey",
            Self::Python => "python",
        }
    }

    fn pins(self) -> String {
        format!("pinned/{}", self.name())
    }

    /// The folder this set is installed in, whether it is there or not.
    pub(crate) fn folder(self) -> Result<PathBuf, Error> {
        let digest = carried::digest(carried::under(&self.pins()));
        Ok(root()?
            .join("toolchains")
            .join(format!("{}-{digest}", self.name())))
    }

    /// Installs the set if it is not there, and returns its folder.
    pub(crate) fn install(self, progress: &dyn Progress) -> Result<PathBuf, Error> {
        let folder = self.folder()?;
        if folder.is_dir() {
            return Ok(folder);
        }
        let _lock = lock(&folder.with_extension("lock"))?;
        if folder.is_dir() {
            return Ok(folder);
        }
        let name = self.name();
        progress.step(&format!("installing the {name} toolchain, once"));
        let incoming = folder.with_extension("incoming");
        carried::remove_folder(&incoming)?;
        for (file, bytes) in carried::under(&self.pins()) {
            carried::write(&incoming.join(file), bytes)?;
        }
        self.fetch(&incoming)?;
        fs::rename(&incoming, &folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    fn fetch(self, folder: &Path) -> Result<(), Error> {
        let mut command = match self {
            Self::Js | Self::Starlingmonkey => npm(),
            Self::Python => pip(folder),
        };
        let finished = process::run(command.current_dir(folder), |_| ())?;
        if finished.status.success() {
            return Ok(());
        }
        let message = format!("the {} toolchain could not be installed", self.name());
        let hint = "a package registry must be reachable once; what the installer said follows\n";
        let found = Diagnostic::error("install", message);
        Err(Error::finding(
            found.hint(format!("{hint}{}", finished.output())),
        ))
    }
}

fn npm() -> Command {
    let mut command = Command::new("npm");
    // No package's own scripts: what is installed is what the lock file names, and nothing runs.
    command.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    command
}

fn pip(folder: &Path) -> Command {
    let mut command = Command::new("python3");
    command
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "--no-compile",
        ])
        .args([
            "--disable-pip-version-check",
            "--requirement",
            "requirements.txt",
            "--target",
        ])
        .arg(folder.join("site"));
    command
}

/// Returns the cache's folder: `GUESTHOUSE_CACHE`, or the one the desktop standard names.
fn root() -> Result<PathBuf, Error> {
    let chosen = std::env::var_os("GUESTHOUSE_CACHE").filter(|path| !path.is_empty());
    let usual = || dirs::cache_dir().map(|folder| folder.join("guesthouse"));
    chosen.map(PathBuf::from).or_else(usual).ok_or_else(|| {
        let found = Diagnostic::error("no-cache", "this account has no cache folder");
        Error::finding(found.hint("set GUESTHOUSE_CACHE to a folder that may be written"))
    })
}

fn lock(path: &Path) -> Result<fs::File, Error> {
    carried::write(path, b"")?;
    let file = fs::File::open(path).map_err(Error::file("open", path))?;
    file.lock().map_err(Error::file("lock", path))?;
    Ok(file)
}

/// Checks that Node and npm are there and new enough.
pub(crate) fn require_node() -> Result<(), Error> {
    let fix = "install Node.js, which brings npm: https://nodejs.org";
    require("node", &PINS.js.node, fix)?;
    require("npm", "8", fix)
}

/// Checks that Python and pip are there and new enough.
pub(crate) fn require_python() -> Result<(), Error> {
    require(
        "python3",
        &PINS.python.python,
        "install Python 3: https://www.python.org",
    )
}

/// Checks that a program is there and at least of a version.
pub(crate) fn require(tool: &str, least: &str, fix: &str) -> Result<(), Error> {
    let missing = |found: String| {
        let needed = format!("{tool} {least} or newer");
        Error::MissingTool(MissingTool {
            needed,
            found,
            fix: fix.to_owned(),
        })
    };
    let version = version(tool).ok_or_else(|| missing("but it is not on the PATH".to_owned()))?;
    if at_least(&version, least) {
        Ok(())
    } else {
        Err(missing(format!("this is {version}")))
    }
}

/// Asks a program for its version.
pub(crate) fn version(tool: &str) -> Option<String> {
    process::find(tool, None)?;
    let ask = if tool == "go" { "version" } else { "--version" };
    let finished = process::run(Command::new(tool).arg(ask), |_| ()).ok()?;
    let said = if finished.stdout.is_empty() {
        finished.stderr
    } else {
        finished.stdout
    };
    finished.status.success().then(|| said.trim().to_owned())
}
