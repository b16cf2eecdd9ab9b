//! Coverage of the suite `limits`: a guest reaches each limit that a policy can set.

use super::Parts;
use crate::case::Events;
use crate::result::EventResult;

/// The suite's name.
pub const SUITE: &str = "limits";

/// Returns the key of every limit that a policy can set for a plugin.
pub fn parts() -> Parts {
    guesthouse::Limits::rows()
        .map(|limit| limit.key.to_owned())
        .collect()
}

/// Returns the limits that a case reached. A limit with a code is reached if the case sets it and
/// an event ended with that code. A limit without a code is reached if the case sets it and passes.
pub fn reached(events: &Events, results: &[EventResult], passed: bool) -> Parts {
    let limits = events.given.get("limits").and_then(toml::Value::as_table);
    let keys = limits.into_iter().flat_map(toml::Table::keys);
    let ended = |code| results.iter().any(|it| it.field("code") == Some(code));
    let is_reached = |key: &&String| {
        let mut rows = guesthouse::Limits::rows();
        let code = rows
            .find(|limit| limit.key == **key)
            .and_then(|limit| limit.code);
        code.map_or(passed, ended)
    };
    keys.filter(is_reached).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn reached_by(key: &str, code: &str, passed: bool) -> bool {
        let events = Events {
            given: toml::from_str(&format!("limits = {{ {key} = 1 }}")).unwrap(),
            services: BTreeMap::new(),
            events: Vec::new(),
            distinct: false,
        };
        let result = EventResult {
            outcome: json!({"class": "limit", "code": code}),
            outputs: Vec::new(),
            log: Vec::new(),
        };
        reached(&events, &[result], passed).contains(key)
    }

    #[test]
    fn a_limit_with_a_code_is_reached_when_it_ends_an_event() {
        assert!(reached_by("host_calls", "host-calls", false));
        assert!(!reached_by("host_calls", "fuel", true));
    }

    #[test]
    fn a_limit_without_one_is_reached_when_the_case_passes() {
        assert!(reached_by("log_lines", "none", true));
        assert!(!reached_by("log_lines", "none", false));
    }
}
