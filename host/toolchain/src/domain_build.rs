//! Builds a plugin of any domain: the sources use a generated SDK.

use std::path::{Path, PathBuf};

use guesthouse_contract::Model;

use crate::Engine;

/// A plugin's source folder, and what Guesthouse wrote into its `.guesthouse/`.
#[derive(Clone, Copy, Debug)]
pub struct DomainBuild<'a> {
    /// The folder of the project.
    pub dir: &'a Path,
    /// The folder of the WIT package: `.guesthouse/wit` with one file, which nests the packages that
    /// the contract uses.
    pub wit: &'a Path,
    /// The folder of the generated SDK: `.guesthouse/sdk`.
    pub sdk: &'a Path,
    /// The world that the plugin implements.
    pub model: &'a Model,
    /// The name of the SDK's package in the language.
    pub package: &'a str,
    /// The plugin's name.
    pub name: &'a str,
    /// The engine, if the language is JavaScript.
    pub engine: Engine,
    /// The source file of a JavaScript plugin, relative to the project.
    pub entry: Option<&'a Path>,
}

impl DomainBuild<'_> {
    /// The folder of intermediate files.
    #[must_use]
    pub fn work_dir(&self) -> PathBuf {
        self.dir.join(".guesthouse/build")
    }
}
