//! The policy of a plugin: identity, routing, grants and limits. Everything that it does not grant is
//! denied.

mod connection;
mod error;
mod file;
mod pattern;
mod read;
mod units;

pub(crate) use connection::FORBIDDEN_METHODS;
pub use connection::{AddressRange, Connection, HttpGrant, Secret};
pub use error::PolicyError;
pub use file::{Digest, PolicyFile};
pub use pattern::Pattern;

use crate::limits::Limits;
use std::collections::BTreeMap;

/// The policy of one plugin. The default grants nothing, routes every event to the plugin, and has the
/// default limits.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Patterns of the event types that the plugin gets.
    pub on: Vec<Pattern>,
    /// The source of its outputs; `/plugins/<name>` by default.
    pub source: Option<String>,
    /// Patterns of the sources that the plugin may set itself.
    pub emits: Vec<Pattern>,
    /// Settings that the plugin can read.
    pub config: BTreeMap<String, String>,
    /// Stores, by the name that the plugin uses.
    pub stores: BTreeMap<String, StoreGrant>,
    /// Connections, by the name that the plugin uses.
    pub connections: BTreeMap<String, HttpGrant>,
    /// The plugin's share of a contended host, in proportion to the weights of the other plugins.
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

    /// Grants the shared store `shared` under `name`. Every plugin with a grant for `shared` uses the
    /// same store.
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

    /// Returns whether the policy routes events of this type to the plugin.
    #[must_use]
    pub fn wants(&self, event_type: &str) -> bool {
        self.on.iter().any(|pattern| pattern.matches(event_type))
    }
}

/// The store behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreGrant {
    /// A store of this plugin only.
    Private,
    /// A shared store, by its name among all shared stores.
    Shared(String),
}

/// Returns whether a name is valid. Names become parts of database keys, sources and messages, so a `/`
/// or a control character in one could forge those of another.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=64).contains(&name.len()) && name.chars().all(plain)
}
