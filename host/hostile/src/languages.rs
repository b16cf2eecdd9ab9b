//! Hostile plugins in the four languages, built by the real toolchains.

use crate::corpus::{DIR, Tongue};
use anyhow::{Context as _, bail};
use guesthouse_toolchain::{Error, Project};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The components by language.
#[derive(Debug, Default, Clone)]
pub struct Plugins(BTreeMap<Tongue, PathBuf>);

impl Plugins {
    /// Builds the plugins of these languages. One whose tools are missing is left out, aloud; in CI
    /// that is an error.
    ///
    /// # Errors
    /// When a plugin does not build.
    pub fn build(tongues: &[Tongue], say: &dyn Fn(&str)) -> anyhow::Result<Self> {
        let mut built = BTreeMap::new();
        for tongue in tongues.iter().filter(|tongue| **tongue != Tongue::Wat) {
            say(&format!("building the hostile plugin in {}", tongue.name()));
            if let Some(path) = build(*tongue, say)? {
                built.insert(*tongue, path);
            }
        }
        Ok(Self(built))
    }

    /// Takes the plugins that an earlier build left.
    #[must_use]
    pub fn found(tongues: &[Tongue]) -> Self {
        let found = tongues.iter().map(|tongue| (*tongue, output(*tongue)));
        Self(found.filter(|(_, path)| path.exists()).collect())
    }

    pub(crate) fn has(&self, tongue: Tongue) -> bool {
        tongue == Tongue::Wat || self.0.contains_key(&tongue)
    }

    pub(crate) fn read(&self, tongue: Tongue) -> anyhow::Result<Vec<u8>> {
        let path = self.0.get(&tongue).context("it is not built")?;
        std::fs::read(path).with_context(|| path.display().to_string())
    }
}

fn build(tongue: Tongue, say: &dyn Fn(&str)) -> anyhow::Result<Option<PathBuf>> {
    let path = output(tongue);
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    let project = Project::open(&Path::new(DIR).join(tongue.name()))?;
    match project.build(Some(&path), &()) {
        Ok(_) => Ok(Some(path)),
        Err(Error::MissingTool(tool)) if !in_ci() => {
            say(&format!("SKIPPED {}: {tool}", tongue.name()));
            Ok(None)
        }
        Err(error) => bail!("the hostile plugin in {}: {error}", tongue.name()),
    }
}

fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

fn output(tongue: Tongue) -> PathBuf {
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/hostile");
    Path::new(target).join(format!("{}.wasm", tongue.name()))
}
