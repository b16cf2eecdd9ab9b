//! What a plugin may do: identity, routing, grants and limits. Nothing is granted that is not
//! written here.

mod connection;
mod diagnostic;
mod file;
mod pattern;
mod read;
mod section;
mod units;

pub(crate) use connection::FORBIDDEN_METHODS;
pub use connection::{AddressRange, Connection, HttpGrant, Secret};
pub use diagnostic::{Diagnostic, PolicyError};
pub use file::{Digest, PolicyFile};
pub use pattern::Pattern;

pub(crate) use units::write_size;

use crate::limits::Limits;
use std::collections::BTreeMap;

/// What one plugin may do. The default grants nothing, routes every event to the plugin and limits
/// everything.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Event types the plugin wants.
    pub on: Vec<Pattern>,
    /// The source of its outputs; where it is absent, `/plugins/<name>`.
    pub source: Option<String>,
    /// Sources it may set itself.
    pub emits: Vec<Pattern>,
    /// Its settings.
    pub config: BTreeMap<String, String>,
    /// Stores by the name the plugin opens them with.
    pub stores: BTreeMap<String, StoreGrant>,
    /// Connections by the name the plugin uses.
    pub connections: BTreeMap<String, HttpGrant>,
    /// How much of a contended host the plugin gets, in proportion to the weights of others.
    pub weight: u32,
    /// How much one event may consume, and how much the stores may hold.
    pub limits: Limits,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            on: vec![Pattern::any()],
            source: None,
            emits: Vec::new(),
            config: BTreeMap::new(),
            stores: BTreeMap::new(),
            connections: BTreeMap::new(),
            weight: 1,
            limits: Limits::default(),
        }
    }
}

impl Policy {
    /// Grants a store that is private to the plugin.
    #[must_use]
    pub fn grant_store(mut self, name: impl Into<String>) -> Self {
        self.stores.insert(name.into(), StoreGrant::Private);
        self
    }

    /// Grants, under `name`, a store that every plugin with a grant for `shared` sees.
    #[must_use]
    pub fn grant_shared_store(
        mut self,
        name: impl Into<String>,
        shared: impl Into<String>,
    ) -> Self {
        self.stores
            .insert(name.into(), StoreGrant::Shared(shared.into()));
        self
    }

    /// Grants requests to a connection.
    #[must_use]
    pub fn grant_connection(mut self, name: impl Into<String>, grant: HttpGrant) -> Self {
        self.connections.insert(name.into(), grant);
        self
    }

    /// Gives the plugin a setting.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.config.insert(name.into(), value.into());
        self
    }

    /// Returns whether the plugin wants events of this type.
    #[must_use]
    pub fn wants(&self, event_type: &str) -> bool {
        self.on.iter().any(|pattern| pattern.matches(event_type))
    }
}

/// Which store stands behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreGrant {
    /// One that only this plugin has.
    Private,
    /// One that several plugins may have, by its name among all shared stores.
    Shared(String),
}

/// Names become parts of database keys, sources and messages, so they are kept plain.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=64).contains(&name.len()) && name.chars().all(plain)
}
