//! Compares the results of events with what a case expects of them.

use serde_json::Value;

use super::markers::Markers;
use crate::case::{EventStep, Events};
use crate::result::EventResult;
use crate::value::short;

/// Returns the first difference from what a case expects of its events.
///
/// # Errors
/// When there is not one result for each event, or a case names a marker that the guest lacks.
pub(super) fn difference(
    events: &Events,
    results: &[EventResult],
    markers: &Markers,
) -> anyhow::Result<Option<String>> {
    let steps = &events.events;
    anyhow::ensure!(results.len() == steps.len(), "the host lost an event");
    for (at, (step, result)) in steps.iter().zip(results).enumerate() {
        let pair = Pair {
            step,
            result,
            markers,
        };
        for comparison in COMPARISONS {
            if let Some(what) = comparison(&pair)? {
                return Ok(Some(format!("event {}, {what}", at + 1)));
            }
        }
    }
    Ok(None)
}

/// An event with its expectations, and its result.
struct Pair<'a> {
    step: &'a EventStep,
    result: &'a EventResult,
    markers: &'a Markers,
}

impl Pair<'_> {
    /// Returns the outcome's message, or an empty text.
    fn message(&self) -> &str {
        self.result.field("message").unwrap_or_default()
    }
}

/// Compares one thing that a case can expect, and returns the difference.
type Comparison = fn(&Pair<'_>) -> anyhow::Result<Option<String>>;

/// The comparisons are in the order of how much they explain: the class first, the log last.
const COMPARISONS: &[Comparison] = &[class, code, message, place, outputs, log_dropped, log];

fn class(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let expected = &pair.step.class;
    let class = pair.result.field("class").unwrap_or_default();
    if class == expected {
        return Ok(None);
    }
    let code = pair.result.field("code").unwrap_or_default();
    let ended = [class, code].join(" ");
    let got = ended.trim_end();
    let message = short(pair.message());
    Ok(Some(format!("expected {expected}, got {got}: {message}")))
}

fn code(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let code = pair.result.field("code");
    let Some(expected) = pair.step.code.as_deref().filter(|it| Some(*it) != code) else {
        return Ok(None);
    };
    let got = code.unwrap_or("none");
    let message = short(pair.message());
    Ok(Some(format!(
        "expected the code {expected}, got {got}: {message}"
    )))
}

fn message(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let message = pair.message();
    let expected = pair.step.message.as_ref();
    Ok(expected
        .filter(|start| !message.starts_with(*start))
        .map(|start| {
            let got = short(message);
            format!("expected the message `{start}`, got `{got}`")
        }))
}

fn place(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let Some(word) = &pair.step.at else {
        return Ok(None);
    };
    let trace = pair.result.field("trace").unwrap_or_default();
    let reported = format!("{}\n{trace}", pair.message());
    let missed = pair.markers.missed_in(word, &reported)?;
    Ok(missed.map(|place| {
        let got = on_a_line(&[reported]);
        format!("expected the place {place}, got {got}")
    }))
}

fn outputs(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let texts = pair.result.output_texts();
    let expected = pair.step.outputs.as_ref();
    Ok(expected.filter(|it| **it != texts).map(|expected| {
        let expected = on_a_line(expected);
        let got = on_a_line(&texts);
        format!("expected the outputs `{expected}`, got `{got}`")
    }))
}

fn log_dropped(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let dropped = pair.result.outcome.get("log_lines_dropped");
    let got = dropped.and_then(Value::as_u64).unwrap_or_default();
    let expected = pair.step.log_dropped.filter(|it| *it != got);
    Ok(expected.map(|expected| format!("expected {expected} dropped log lines, got {got}")))
}

fn log(pair: &Pair<'_>) -> anyhow::Result<Option<String>> {
    let mut log = pair.result.log.iter();
    let mut expected = pair.step.log.iter();
    let missing = expected.find(|line| !log.any(|found| found == *line));
    Ok(missing.map(|line| {
        let got = on_a_line(&pair.result.log);
        format!("the log lacks `{line}`: {got}")
    }))
}

fn on_a_line(texts: &[String]) -> String {
    short(&texts.join(" | ").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    /// Compares a result with the expectations in `expected`.
    fn compare(expected: &str) -> Option<String> {
        let events = Events {
            given: toml::Table::new(),
            services: BTreeMap::new(),
            events: vec![toml::from_str(expected).unwrap()],
            distinct: false,
        };
        let result = EventResult {
            outcome: json!({
                "class": "crashed",
                "code": "panic",
                "message": "as told",
                "log_lines_dropped": 1,
            }),
            outputs: vec![json!({ "data": "a\nb" })],
            log: vec!["info a".to_owned(), "info b".to_owned()],
        };
        difference(&events, &[result], &Markers::default()).unwrap()
    }

    #[test]
    fn each_comparison_notices_its_difference() {
        for (expected, difference) in [
            ("", "expected completed, got crashed panic: as told"),
            (
                "code = 'trap'",
                "expected the code trap, got panic: as told",
            ),
            ("message = 'so'", "expected the message `so`, got `as told`"),
            ("outputs = []", "expected the outputs ``, got `a\\nb`"),
            ("log_dropped = 2", "expected 2 dropped log lines, got 1"),
            (
                "log = ['info b', 'info a']",
                "the log lacks `info a`: info a | info b",
            ),
        ] {
            let class = if expected.is_empty() {
                ""
            } else {
                "class = 'crashed'\n"
            };
            let found = compare(&format!("{class}{expected}"));
            assert_eq!(found, Some(format!("event 1, {difference}")), "{expected}");
        }
    }

    #[test]
    fn expected_results_do_not_differ() {
        let expected = "class = 'crashed'\ncode = 'panic'\nmessage = 'as'\nlog_dropped = 1\n\
                        outputs = [\"a\\nb\"]\nlog = ['info b']\n";
        assert_eq!(compare(expected), None);
    }

    #[test]
    fn a_lost_event_is_the_fault_of_the_host() {
        let events = Events {
            given: toml::Table::new(),
            services: BTreeMap::new(),
            events: vec![toml::from_str("").unwrap()],
            distinct: false,
        };
        assert!(difference(&events, &[], &Markers::default()).is_err());
    }
}
