//! The settings that the policy holds for this plugin.

use crate::host;

/// Returns the setting `name`, or `None` if the policy does not set it. An empty setting is
/// `Some("")`.
pub fn get(name: &str) -> Option<String> {
    host::config_get(name)
}
