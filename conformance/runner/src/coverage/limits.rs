//! The suite `limits`: each limit that a policy sets is met by a guest.

use super::Parts;
use crate::case::Events;
use crate::events::Handled;

/// The suite's name.
pub const SUITE: &str = "limits";

/// Every limit that a policy sets for a plugin, by its key.
pub fn parts() -> Parts {
    guesthouse::limit_keys().map(str::to_owned).collect()
}

/// Returns the limits that a case reached: those that it sets and that ended one of its events or,
/// where none has a code, that it sets and holds with.
pub fn reached(events: &Events, handled: &[Handled], holds: bool) -> Parts {
    let set = events.given.get("limits").and_then(toml::Value::as_table);
    let set = set.into_iter().flat_map(toml::Table::keys);
    let ended = |key: &str| {
        let word = key.replace('_', "-");
        handled.iter().any(|it| it.said("code") == Some(&word))
    };
    let codes = guesthouse::Limit::ALL.iter().map(|limit| limit.code());
    let codes: Vec<_> = codes.collect();
    let reached = set.filter(
        |key| match codes.contains(&key.replace('_', "-").as_str()) {
            true => ended(key),
            false => holds,
        },
    );
    reached.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn reached_by(key: &str, code: &str, holds: bool) -> bool {
        let events = Events {
            given: toml::from_str(&format!("limits = {{ {key} = 1 }}")).unwrap(),
            services: BTreeMap::new(),
            events: Vec::new(),
            distinct: false,
        };
        let handled = Handled {
            outcome: json!({"class": "limit", "code": code}),
            outputs: Vec::new(),
            log: Vec::new(),
        };
        reached(&events, &[handled], holds).contains(key)
    }

    #[test]
    fn a_limit_with_a_code_is_reached_when_it_ends_an_event() {
        assert!(reached_by("host_calls", "host-calls", false));
        assert!(!reached_by("host_calls", "fuel", true));
    }

    #[test]
    fn a_limit_without_one_is_reached_when_the_case_holds() {
        assert!(reached_by("log_lines", "none", true));
        assert!(!reached_by("log_lines", "none", false));
    }
}
