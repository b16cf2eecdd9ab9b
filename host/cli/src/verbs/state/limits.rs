//! The limits of stores: those of the plugins in a policy, or the default ones.

use std::collections::BTreeMap;
use std::path::Path;

use guesthouse::{Limits, Policy, PolicyFile, StoreGrant};

use crate::error::{Error, Result};

pub(super) struct StoreLimits {
    policy: Option<PolicyFile>,
    known: BTreeMap<String, Limits>,
}

impl StoreLimits {
    pub(super) fn read(policy: Option<&Path>) -> Result<Self> {
        let read = |path: &Path| -> Result<PolicyFile> {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::file("read the policy", path, &error))?;
            Ok(PolicyFile::parse(&path.display().to_string(), &text)?)
        };
        Ok(Self {
            policy: policy.map(read).transpose()?,
            known: BTreeMap::new(),
        })
    }

    /// Returns the limits of a store. A shared store has the largest of its plugins.
    pub(super) fn of(&mut self, store: &str) -> &Limits {
        let policy = self.policy.as_ref();
        let known = self.known.entry(store.to_owned());
        known.or_insert_with(|| policy.map_or_else(Limits::default, |file| find(file, store)))
    }
}

fn find(file: &PolicyFile, store: &str) -> Limits {
    let (plugin, name) = store.split_once('/').unwrap_or_default();
    if let Some(policy) = file.plugin(plugin) {
        return policy.limits.clone();
    }
    let shared = StoreGrant::Shared(name.to_owned());
    let uses = |policy: &&Policy| policy.stores.values().any(|grant| *grant == shared);
    let plugins = file.names().filter_map(|name| file.plugin(name));
    let largest = plugins
        .filter(uses)
        .map(|policy| policy.limits.clone())
        .reduce(|one, other| Limits {
            value_bytes: one.value_bytes.max(other.value_bytes),
            store_bytes: one.store_bytes.max(other.store_bytes),
            store_keys: one.store_keys.max(other.store_keys),
            ..one
        });
    largest.unwrap_or_default()
}
