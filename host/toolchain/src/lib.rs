//! Turns a plugin's source folder into a component: one small recipe per language.
//!
//! The crate carries the contract and the SDKs and puts them into a project's `.guesthouse/`, so a
//! project needs no package of ours from anywhere. Compilers that are npm or Python packages are
//! pinned with their hashes and installed into a cache of the tool's own. Nothing here runs a
//! plugin.

mod build;
mod cache;
mod carried;
pub mod doctor;
mod embed;
mod error;
mod foreign;
mod go;
mod js;
pub mod manifest;
mod name;
mod pins;
pub mod preview1;
mod process;
mod python;
mod rust;
mod template;

use serde::Deserialize;

pub use build::{Built, Project};
pub use error::{Error, MissingTool};
pub use foreign::{Foreign, ForeignLanguage};
pub use template::{Created, Template};

/// Names everything that a build takes from this crate: the pinned tools, the SDKs, the adapter.
/// What was built under one name is what would be built again.
#[must_use]
pub fn fingerprint() -> String {
    let texts = [("pins", pins::TEXT), ("adapter", preview1::CODE)];
    let texts = texts.map(|(name, text)| (name, text.as_bytes()));
    carried::digest(carried::all().chain(texts))
}

/// Hears what a build is doing, to show it to a person who waits.
pub trait Progress {
    /// A step has begun.
    fn step(&self, what: &str);
}

/// Hears nothing.
impl Progress for () {
    fn step(&self, _what: &str) {}
}

/// The engine that runs a JavaScript plugin inside its component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// QuickJS: small and quick to start.
    #[default]
    Quickjs,
    /// StarlingMonkey: a browser's engine, twelve megabytes.
    Starlingmonkey,
}
