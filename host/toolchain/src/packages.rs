//! Compilers that are npm or Python packages, installed once into Guesthouse's own cache.
//!
//! The name of an installed folder contains the digest of its pins, so the folder never changes. An
//! installation happens beside it, under a lock, and is renamed into place when it is complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::{Diagnostic, Language};

use crate::doctor::Finding;
use crate::{Error, Progress, embedded, process};

/// Packages that are installed together.
#[derive(Clone, Copy, Debug)]
pub struct Packages {
    /// The folder of their pins below `pinned/`.
    pub(crate) name: &'static str,
    /// Returns the packages with their versions, for a person.
    pub(crate) contents: fn() -> String,
    /// Returns the command that installs them into a folder. It runs in that folder.
    pub(crate) installer: fn(&Path) -> Command,
}

impl Packages {
    /// The embedded files that pin the packages by version and hash.
    pub(crate) fn pins(&self) -> impl Iterator<Item = (&'static str, &'static [u8])> + use<> {
        embedded::under(&format!("pinned/{}", self.name))
    }

    /// The folder that the packages are installed in, whether it exists or not.
    fn folder(&self) -> Result<PathBuf, Error> {
        let digest = embedded::digest(self.pins());
        let name = format!("{}-{digest}", self.name);
        Ok(cache_root()?.join("toolchains").join(name))
    }

    /// Installs the packages if they are not there, and returns their folder.
    pub(crate) fn install(&self, progress: &dyn Progress) -> Result<PathBuf, Error> {
        let folder = self.folder()?;
        if folder.is_dir() {
            return Ok(folder);
        }
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
        }
        let _lock = embedded::lock(&folder.with_extension("lock"))?;
        if folder.is_dir() {
            return Ok(folder);
        }
        progress.step(&format!("installing the {} toolchain, once", self.name));
        let incoming = folder.with_extension("incoming");
        embedded::remove_folder(&incoming)?;
        for (file, bytes) in self.pins() {
            embedded::write(&incoming.join(file), bytes)?;
        }
        self.fetch(&incoming)?;
        fs::rename(&incoming, &folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    fn fetch(&self, folder: &Path) -> Result<(), Error> {
        let mut command = (self.installer)(folder);
        command.current_dir(folder).env("HOME", home()?);
        let finished = process::run(&mut command, |_| ())?;
        if finished.status.success() {
            return Ok(());
        }
        let message = format!("cannot install the {} toolchain", self.name);
        let hint =
            "check the connection to the package registry: the first build downloads packages";
        let found = Diagnostic::error("install", message).detail(finished.output());
        Err(Error::finding(found.hint(hint)))
    }

    /// Says whether the packages are installed. If they are not, the first build installs them.
    pub(crate) fn finding(&self, language: Language) -> Finding {
        let state = match self.folder() {
            Ok(folder) if folder.is_dir() => folder.display().to_string(),
            _ => "installed by the first build".to_owned(),
        };
        Finding {
            language,
            tool: (self.contents)(),
            needed: "pinned".to_owned(),
            found: Some(state),
            fix: None,
        }
    }
}

fn unusable(folder: &Path, error: &std::io::Error) -> Error {
    let message = format!("cannot create the folder `{}`: {error}", folder.display());
    let found = Diagnostic::error("no-cache", message);
    Error::finding(found.hint(CHOOSE))
}

/// Returns the home for tools that keep their own caches there: that of the user, or a folder of
/// Guesthouse's cache if the user has no home or cannot write to it.
fn home() -> Result<PathBuf, Error> {
    let is_writable = |home: &PathBuf| tempfile::tempfile_in(home).is_ok();
    if let Some(home) = dirs::home_dir().filter(is_writable) {
        return Ok(home);
    }
    cache_folder("home")
}

/// Creates a folder in the cache.
pub(crate) fn cache_folder(name: &str) -> Result<PathBuf, Error> {
    let folder = cache_root()?.join(name);
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    Ok(folder)
}

const CHOOSE: &str = "set GUESTHOUSE_CACHE to a writable folder";

/// Returns the folder of the cache: `GUESTHOUSE_CACHE`, or a folder in the user's cache.
fn cache_root() -> Result<PathBuf, Error> {
    let chosen = std::env::var_os("GUESTHOUSE_CACHE").filter(|path| !path.is_empty());
    let default = || dirs::cache_dir().map(|folder| folder.join("guesthouse"));
    chosen.map(PathBuf::from).or_else(default).ok_or_else(|| {
        let found = Diagnostic::error("no-cache", "this user account has no cache folder");
        Error::finding(found.hint(CHOOSE))
    })
}
