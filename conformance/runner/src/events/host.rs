//! The interface of a host of the suites of events.

use std::path::Path;

use crate::result::EventResult;

/// The plugin's name in the policy.
pub(super) const PLUGIN: &str = "guest";

/// A host of plugins.
pub trait Host {
    /// Returns its name.
    fn name(&self) -> &str;

    /// Handles events one after another on a new host without state.
    ///
    /// # Errors
    /// When the host is at fault.
    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        events: &[String],
    ) -> anyhow::Result<Vec<EventResult>>;
}
