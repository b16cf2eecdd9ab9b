//! The manifest that `guesthouse build` embeds in a component: what the author says about it.

use guesthouse_diagnostics::Language;
use serde::{Deserialize, Serialize};

/// The custom section that holds the manifest, as JSON.
pub const SECTION: &str = "guesthouse:manifest";

/// The author's description of a plugin. It is a claim: identity and grants come from the policy
/// alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The plugin's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The purpose of the plugin, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The contract it is built against, if that is not `guesthouse:automation`:
    /// `acme:pricing@1.0.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The name of the world it is built against.
    pub world: String,
    /// The language it is written in.
    pub language: Language,
    /// The toolchain that built it, with its version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub toolchain: String,
    /// The grants and settings that it requests from the operator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

impl Manifest {
    /// Reads the manifest of a component. Returns `None` if the component has no valid one.
    #[must_use]
    pub fn of(component: &[u8]) -> Option<Self> {
        crate::walk::component(component).inside.manifest
    }
}

/// The worlds of the contract, from the smaller to the larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum World {
    /// Events, settings and log lines.
    Transform,
    /// Everything in `transform`, state and HTTP requests.
    Plugin,
}

impl World {
    /// Every world.
    pub const ALL: [Self; 2] = [Self::Transform, Self::Plugin];

    /// Returns the world with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|world| world.name() == name)
    }

    /// Its name in WIT.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Transform => "transform",
            Self::Plugin => "plugin",
        }
    }
}

/// A grant or setting that a plugin asks for, and the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The grant or setting.
    #[serde(flatten)]
    pub what: Asked,
    /// The reason, in a sentence for the operator.
    pub why: String,
}

/// A grant or setting that a plugin can ask for, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Asked {
    /// A store.
    Store(String),
    /// A connection.
    Connection(String),
    /// A setting.
    Config(String),
}

impl Asked {
    /// Returns the word for it in messages, and its name.
    #[must_use]
    pub fn kind_and_name(&self) -> (&'static str, &str) {
        match self {
            Self::Store(name) => ("store", name),
            Self::Connection(name) => ("connection", name),
            Self::Config(name) => ("setting", name),
        }
    }
}
