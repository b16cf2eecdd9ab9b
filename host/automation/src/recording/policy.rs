//! The part of a policy that a run depends on.

use crate::limits::Limits;
use crate::policy::StoreGrant;
use crate::{Pattern, Policy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RecordedPolicy {
    source: Option<String>,
    emits: Vec<String>,
    settings: BTreeMap<String, String>,
    /// The name of the shared store behind a name, or nothing for a private one.
    stores: BTreeMap<String, Option<String>>,
    limits: BTreeMap<String, u64>,
}

impl RecordedPolicy {
    pub(super) fn policy(&self) -> Policy {
        let mut limits = Limits::default();
        for (key, number) in &self.limits {
            // Unknown limits are ignored.
            limits.set(key, *number);
        }
        let grant = |shared: &Option<String>| match shared {
            Some(shared) => StoreGrant::Shared(shared.clone()),
            None => StoreGrant::Private,
        };
        let stores = self.stores.iter();
        Policy {
            source: self.source.clone(),
            emits: self.emits.iter().map(Pattern::new).collect(),
            config: self.settings.clone(),
            stores: stores
                .map(|(name, shared)| (name.clone(), grant(shared)))
                .collect(),
            limits,
            ..Policy::default()
        }
    }
}

impl From<&Policy> for RecordedPolicy {
    fn from(policy: &Policy) -> Self {
        let shared = |grant: &StoreGrant| match grant {
            StoreGrant::Private => None,
            StoreGrant::Shared(shared) => Some(shared.clone()),
        };
        let stores = policy.stores.iter();
        Self {
            source: policy.source.clone(),
            emits: policy.emits.iter().map(Pattern::to_string).collect(),
            settings: policy.config.clone(),
            stores: stores
                .map(|(name, grant)| (name.clone(), shared(grant)))
                .collect(),
            limits: policy.limits.numbers(),
        }
    }
}
