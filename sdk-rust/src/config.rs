//! Settings that the operator wrote in the policy for this plugin.

use crate::host;

/// Returns the setting `name`, or `None` if the operator did not give it. An empty setting is
/// `Some("")`.
pub fn get(name: &str) -> Option<String> {
    host::config_get(name)
}
