//! Builds a guest of any WIT world with the compilers that build plugins.

use std::path::{Path, PathBuf};

use guesthouse_inspect::Language;

use crate::{Engine, Error, Progress, toolchain};

/// A source folder, and the WIT world that it implements.
///
/// The folder brings its own bindings: no SDK is copied into it, and it needs no manifest.
/// Intermediate files go to its subfolder `.guesthouse/`.
#[derive(Clone, Copy, Debug)]
pub struct WorldBuild<'a> {
    /// The folder. Rust: a crate whose library is a `cdylib`. Go: a module. Python: a folder with
    /// `app.py`. JavaScript: a folder with `app.js`, which imports no other file.
    pub dir: &'a Path,
    /// The folder of the WIT package.
    pub wit: &'a Path,
    /// The world of the package.
    pub world: &'a str,
    /// The language of the source.
    pub language: Language,
    /// The engine, if the language is JavaScript.
    pub engine: Engine,
}

impl WorldBuild<'_> {
    /// Builds the component and returns its bytes.
    ///
    /// # Errors
    /// Returns an error if a tool is missing or refuses the source.
    pub fn build(&self, progress: &dyn Progress) -> Result<Vec<u8>, Error> {
        let work = self.work_dir();
        std::fs::create_dir_all(&work).map_err(Error::file("create", &work))?;
        let compiled = toolchain(self.language).compile_world(self, progress)?;
        Ok(compiled.bytes)
    }

    /// The folder of intermediate files.
    pub(crate) fn work_dir(&self) -> PathBuf {
        self.dir.join(".guesthouse/build")
    }
}
