//! Builds a guest of another contract than ours, with the compilers that build plugins.

use std::path::{Path, PathBuf};

use wit_parser::Resolve;

use crate::build::Made;
use crate::{Engine, Error, Progress, carried, go, js, python, rust};

/// A source folder, and the WIT that it implements.
///
/// Nothing of ours is put into the folder and no manifest is asked for: bindings are its own. A
/// folder `.guesthouse/` in it holds what a build needs in between.
#[derive(Clone, Copy, Debug)]
pub struct Foreign<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// The folder of the WIT package.
    pub wit: &'a Path,
    /// The world of the package.
    pub world: &'a str,
    /// The language, with its engine.
    pub language: ForeignLanguage,
}

/// What a guest is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignLanguage {
    /// A crate whose library is a `cdylib`.
    Rust,
    /// A module with generated bindings in it.
    Go,
    /// A module `app.py`.
    Python,
    /// A module `app.js` that needs no bundling.
    Js(Engine),
}

impl Foreign<'_> {
    /// Builds the component and returns its bytes.
    ///
    /// # Errors
    /// Whatever keeps the folder from becoming a component.
    pub fn build(&self, progress: &dyn Progress) -> Result<Vec<u8>, Error> {
        let between = self.dir.join(".guesthouse/build");
        std::fs::create_dir_all(&between).map_err(Error::file("create", &between))?;
        let made = match self.language {
            ForeignLanguage::Rust => rust::compile(self.dir, progress),
            ForeignLanguage::Go => self.go(&between.join("go.wasm"), progress),
            ForeignLanguage::Python => self.python(&between.join("python.wasm"), progress),
            ForeignLanguage::Js(engine) => self.js(&between, engine, progress),
        };
        made.map(|made| made.bytes)
    }

    fn go(&self, output: &Path, progress: &dyn Progress) -> Result<Made, Error> {
        let wit = |error: anyhow::Error| Error::Tool {
            doing: format!("reading the WIT in {}", self.wit.display()),
            why: format!("{error:#}"),
            output: String::new(),
        };
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(self.wit).map_err(wit)?;
        let world = resolve.select_world(&[package], Some(self.world));
        let world = world.map_err(wit)?;
        go::compile(self.dir, output, &resolve, world, progress)
    }

    fn python(&self, output: &Path, progress: &dyn Progress) -> Result<Made, Error> {
        let snapshot = python::Snapshot {
            dir: self.dir,
            wit: self.wit,
            world: self.world,
            entry: "app",
            path: &[PathBuf::from(".")],
            output,
        };
        snapshot.take(progress)
    }

    fn js(&self, build: &Path, engine: Engine, progress: &dyn Progress) -> Result<Made, Error> {
        let source = self.dir.join("app.js");
        let text = std::fs::read(&source).map_err(Error::file("read", &source))?;
        carried::write(&build.join("plugin.js"), &text)?;
        let script = js::Script {
            dir: self.dir,
            entry: &source,
            sdk: self.dir,
            wit: self.wit,
            world: self.world,
            build,
            engine,
        };
        js::componentize(&script, progress)
    }
}
