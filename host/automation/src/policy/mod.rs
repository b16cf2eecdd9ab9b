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

use crate::Event;
use crate::limits::Limits;
use guesthouse_diagnostics::Diagnostic;
use std::collections::BTreeMap;

/// The policy of one plugin. The default grants nothing, routes every event to the plugin, and has the
/// default limits.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The SHA-256 that the component must have. [`Host::load`](crate::Host::load) refuses other
    /// bytes.
    pub digest: Option<Digest>,
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
    /// What the host does with an event that has the source and id of another, committed event.
    pub reused_ids: ReusedIds,
    /// How much one event may consume, and how much the stores may hold.
    pub limits: Limits,
}

/// What the host does with an event that has the source and id of a committed event but other content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReusedIds {
    /// Returns the committed outcome, and writes a warning to the log.
    #[default]
    Warn,
    /// Rejects the event with the code `id-reused`.
    Reject,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            digest: None,
            on: vec![Pattern::any()],
            source: None,
            emits: Vec::new(),
            config: BTreeMap::new(),
            stores: BTreeMap::new(),
            connections: BTreeMap::new(),
            weight: 1,
            reused_ids: ReusedIds::default(),
            limits: Limits::default(),
        }
    }
}

impl Policy {
    /// Allows only the component with this digest.
    #[must_use]
    pub fn pin(mut self, digest: Digest) -> Self {
        self.digest = Some(digest);
        self
    }

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

    /// Returns an error if the policy pins another digest than that of the component.
    pub(crate) fn check_digest(&self, plugin: &str, found: Digest) -> Result<(), Diagnostic> {
        let Some(expected) = self.digest.filter(|expected| *expected != found) else {
            return Ok(());
        };
        let message = format!(
            "the plugin `{plugin}` must have the digest {expected}, but this component has {found}"
        );
        let hint = "to accept this component, write its digest into the policy";
        Err(Diagnostic::error("wrong-digest", message).hint(hint))
    }

    /// Returns an error if outputs with the policy's source would not be valid events.
    pub(crate) fn check_source(&self) -> Result<(), Diagnostic> {
        self.source.as_deref().map_or(Ok(()), check_source)
    }
}

/// Returns an error if an event cannot have this source.
fn check_source(source: &str) -> Result<(), Diagnostic> {
    let message = match source.len() {
        0 => "the source of outputs is empty".to_owned(),
        1..=Event::MAX_ID => return Ok(()),
        bytes => {
            format!(
                "the source of outputs has {bytes} bytes, more than the {} allowed",
                Event::MAX_ID
            )
        }
    };
    let hint = "for example, write `source = \"https://plugins.example/name\"`";
    Err(Diagnostic::error("invalid-value", message).hint(hint))
}

/// The store behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreGrant {
    /// A store of this plugin only.
    Private,
    /// A shared store, by its name among all shared stores.
    Shared(String),
}
