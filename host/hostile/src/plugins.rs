//! The hostile plugins in four languages, built by the real toolchains.

use crate::corpus::DIR;
use crate::source::Source;
use anyhow::{Context as _, bail};
use guesthouse_testing::{console::info, repository, skip::in_ci};
use guesthouse_toolchain::{Error, Project};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The components by language.
#[derive(Debug, Default, Clone)]
pub struct Plugins(BTreeMap<Source, PathBuf>);

impl Plugins {
    /// Builds the plugins of these languages. One whose tools are missing is skipped with a message;
    /// in CI that is an error.
    ///
    /// # Errors
    /// When a plugin does not build.
    pub fn build(sources: &[Source]) -> anyhow::Result<Self> {
        let mut built = BTreeMap::new();
        for source in sources {
            if *source == Source::Wat {
                continue;
            }
            info(&format!("building the hostile plugin in {}", source.name()));
            if let Some(path) = build(*source)? {
                built.insert(*source, path);
            }
        }
        Ok(Self(built))
    }

    /// Finds the plugins that an earlier build left.
    #[must_use]
    pub fn find(sources: &[Source]) -> Self {
        let found = sources.iter().map(|source| (*source, output(*source)));
        Self(found.filter(|(_, path)| path.exists()).collect())
    }

    pub(crate) fn has(&self, source: Source) -> bool {
        source == Source::Wat || self.0.contains_key(&source)
    }

    pub(crate) fn read(&self, source: Source) -> anyhow::Result<Vec<u8>> {
        let path = self.0.get(&source).context("it is not built")?;
        fs::read(path).with_context(|| path.display().to_string())
    }
}

fn build(source: Source) -> anyhow::Result<Option<PathBuf>> {
    let path = output(source);
    let name = source.name();
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    let project = Project::open(&Path::new(DIR).join(name))?;
    match project.build(Some(&path), &()) {
        Ok(_) => Ok(Some(path)),
        Err(Error::MissingTool(tool)) if !in_ci() => {
            info(&format!("SKIPPED {name}: {tool}"));
            Ok(None)
        }
        Err(error) => bail!("the hostile plugin in {name}: {error}"),
    }
}

fn output(source: Source) -> PathBuf {
    let file = format!("target/hostile/{}.wasm", source.name());
    repository().join(file)
}
