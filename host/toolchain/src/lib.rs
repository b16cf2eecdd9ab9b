//! Turns a plugin's source folder into a component: one [`Toolchain`] per language.
//!
//! The crate embeds the contract and the SDKs and copies them into a project's `.guesthouse/`, so a
//! project depends on no published package of Guesthouse. Compilers that are npm or Python packages
//! are pinned by hash and installed into Guesthouse's own cache. Nothing here runs a plugin.

mod copy;
pub mod doctor;
pub mod domain;
mod domain_build;
mod embedded;
mod error;
mod first_place;
mod go;
mod inputs;
mod irregular;
mod js;
pub mod manifest;
mod name;
mod operator;
mod packages;
mod pins;
pub mod preview1;
mod process;
mod project;
mod python;
mod rust;
mod shared_sdk;
mod sign;
mod template;
mod toolchain;
mod walk;
mod world_build;

use serde::{Deserialize, Serialize};

pub use domain_build::DomainBuild;
pub use error::{Error, MissingTool};
pub use packages::Packages;
pub use project::{Built, Project};
pub use template::{Created, Template};
pub use toolchain::{Compiled, Part, Toolchain, fingerprint, toolchain};
pub use world_build::WorldBuild;

/// Receives the steps of a build, to show them to a person who waits.
pub trait Progress {
    /// Called when a step begins.
    fn step(&self, what: &str);
}

/// Ignores every step.
impl Progress for () {
    fn step(&self, _what: &str) {}
}

/// The engine that runs a JavaScript plugin inside its component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// QuickJS: small and quick to start.
    #[default]
    Quickjs,
    /// StarlingMonkey: the engine of Firefox; adds twelve megabytes.
    Starlingmonkey,
}

impl Engine {
    /// Returns the name in manifests and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quickjs => "quickjs",
            Self::Starlingmonkey => "starlingmonkey",
        }
    }
}
