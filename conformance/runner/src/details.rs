//! Describes cases and their results for a reader, in texts of bounded length.

use serde::Serialize;
use toml::Table;

use crate::adapter::recording::Recording;
use crate::adapter::{Ran, Step};
use crate::case::{Case, Echo, EventStep, Events, Kind, Steps};
use crate::result::{EventResult, Observation};
use crate::value::cut;

/// The number of characters that are shown at each end of a long text.
const SHOWN_CHARACTERS: usize = 500;

/// The number of lines that are shown of a list of values, outputs or log lines.
const SHOWN_LINES: usize = 30;

/// The input and the expectations of a case, the same for every testee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseDescription {
    /// The case's path, without the testee.
    pub case: String,
    /// A sentence that says what the case tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The policy and the services behind its connections, as TOML.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// The steps, in order.
    pub steps: Vec<StepDescription>,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepDescription {
    /// The input.
    pub input: String,
    /// The result that the case expects.
    pub expected: String,
}

impl CaseDescription {
    /// Describes a case.
    pub fn of(case: &Case) -> Self {
        let (given, steps) = match &case.kind {
            Kind::Echo(echo) => (String::new(), vec![echo_step(echo)]),
            Kind::Steps(steps) => (String::new(), call_steps(steps)),
            Kind::Events(events) => {
                let steps = events.events.iter().map(event_step);
                (given(events), steps.collect())
            }
        };
        Self {
            case: case.path.clone(),
            about: case.about.clone(),
            given,
            steps,
        }
    }
}

fn echo_step(echo: &Echo) -> StepDescription {
    let mut lines = echo.values.clone();
    if echo.generate > 0 {
        lines.push(format!("{} values generated from the seed", echo.generate));
    }
    if !echo.sizes.is_empty() {
        let sizes: Vec<_> = echo.sizes.iter().map(ToString::to_string).collect();
        lines.push(format!("generated values of {} elements", sizes.join(", ")));
    }
    StepDescription {
        input: format!("{}, one after another:\n{}", echo.call, list(&lines)),
        expected: "the guest passes each to the host once and then returns it".to_owned(),
    }
}

fn call_steps(steps: &Steps) -> Vec<StepDescription> {
    let pairs = steps.steps.iter().zip(&steps.returns);
    let calls = pairs.map(|(step, returns)| StepDescription {
        input: step_text(step),
        expected: cut(returns.as_deref().unwrap_or_default(), SHOWN_CHARACTERS),
    });
    let host_events = steps.host_events.iter().map(|expected| StepDescription {
        input: HOST_EVENTS.to_owned(),
        expected: list(expected),
    });
    calls.chain(host_events).collect()
}

/// The input of the row that shows the expected events of the host.
const HOST_EVENTS: &str = "the events of the host's resources";

fn step_text(step: &Step) -> String {
    let text = match step {
        Step::Call { call, args } => format!("{call}({})", args.join(", ")),
        Step::Drop { drop } => format!("drop {drop}"),
    };
    cut(&text, SHOWN_CHARACTERS)
}

fn given(events: &Events) -> String {
    let mut given = events.given.clone();
    for (name, service) in &events.services {
        let mut table = service.connection.clone();
        let status = service.status.map(i64::from);
        table.extend(status.map(|status| ("status".to_owned(), status.into())));
        table.insert("body".to_owned(), service.body.clone().into());
        let services = given.entry("service").or_insert(Table::new().into());
        if let Some(services) = services.as_table_mut() {
            services.insert(name.clone(), table.into());
        }
    }
    // A table that was read from TOML can always be written as TOML.
    cut(
        &toml::to_string(&given).unwrap_or_default(),
        SHOWN_CHARACTERS,
    )
}

fn event_step(step: &EventStep) -> StepDescription {
    let mut input = vec![step.type_.clone()];
    let attributes = step.attributes.iter();
    input.extend(attributes.map(|(key, it)| format!("{key}: {it}")));
    let text = step.text.iter().flat_map(|text| text.lines());
    input.extend(text.map(str::to_owned));

    let code = step.code.as_deref();
    let message = step.message.as_deref();
    let mut expected = vec![outcome_text(&step.class, code, message)];
    expected.extend(step.outputs.iter().flatten().map(|it| output_text(it)));
    let place = step.at.iter();
    expected.extend(place.map(|word| format!("reported: the line marked `{word}`")));
    let dropped = step.log_dropped.iter();
    expected.extend(dropped.map(|count| format!("dropped log lines: {count}")));
    expected.extend(step.log.iter().map(|line| format!("logged: {line}")));
    StepDescription {
        input: list(&input),
        expected: list(&expected),
    }
}

fn outcome_text(class: &str, code: Option<&str>, message: Option<&str>) -> String {
    let code = code.map_or(String::new(), |code| format!(" ({code})"));
    let message = message.map_or(String::new(), |message| format!(": {message}"));
    format!("{class}{code}{message}")
}

fn output_text(text: &str) -> String {
    format!("→ {text}")
}

/// Describes the runs of a case: the result of each step, or for a case that sends values, how many
/// came back unchanged. If such a case failed, describes its last run.
pub(crate) fn observe_runs(
    case: &Case,
    recorded: &Recording<'_>,
    passed: bool,
) -> Vec<Observation> {
    match &case.kind {
        Kind::Steps(steps) => observe_steps(steps, &recorded.ran),
        _ if passed => vec![plain(format!(
            "{} values came back unchanged",
            recorded.runs
        ))],
        _ => vec![observe_echo(&recorded.steps, &recorded.ran)],
    }
}

fn observe_steps(case: &Steps, ran: &Ran) -> Vec<Observation> {
    let returned = ran.returned.iter();
    let texts = returned.map(|it| it.as_deref().unwrap_or("nothing"));
    let mut found: Vec<_> = texts.map(|it| plain(cut(it, SHOWN_CHARACTERS))).collect();
    let stopped = ran.stopped.iter();
    found.extend(stopped.map(|it| plain(cut(&it.to_string(), SHOWN_CHARACTERS))));
    if case.host_events.is_some() {
        found.resize(case.steps.len(), plain("not done".to_owned()));
        found.push(plain(list(&ran.host_events)));
    }
    found
}

fn observe_echo(steps: &[Step], ran: &Ran) -> Observation {
    let sent = steps
        .iter()
        .map(|step| format!("sent: {}", step_text(step)));
    let imports = ran.imports.iter();
    let passed = imports.map(|it| format!("passed on: {}({})", it.call, it.args.join(", ")));
    let texts = ran.returned.iter().flatten();
    let returned = texts.map(|text| format!("returned: {text}"));
    let stopped = ran.stopped.iter().map(|it| format!("stopped: {it}"));
    let lines = sent.chain(passed).chain(returned).chain(stopped);
    plain(list(&lines.collect::<Vec<_>>()))
}

fn plain(actual: String) -> Observation {
    Observation {
        actual,
        ..Observation::default()
    }
}

/// Describes the results of events.
pub(crate) fn observe_events(results: &[EventResult]) -> Vec<Observation> {
    results.iter().map(observe_event).collect()
}

fn observe_event(result: &EventResult) -> Observation {
    let class = result.field("class").unwrap_or_default();
    let mut actual = vec![outcome_text(
        class,
        result.field("code"),
        result.field("message"),
    )];
    actual.extend(result.output_texts().iter().map(|it| output_text(it)));
    Observation {
        actual: list(&actual),
        log: bounded(&result.log),
        trace: result
            .field("trace")
            .map(|trace| cut(trace, SHOWN_CHARACTERS)),
    }
}

fn list(lines: &[String]) -> String {
    bounded(lines).join("\n")
}

/// Returns the first lines, each cut.
fn bounded(lines: &[String]) -> Vec<String> {
    let mut shown: Vec<_> = lines
        .iter()
        .take(SHOWN_LINES)
        .map(|it| cut(it, SHOWN_CHARACTERS))
        .collect();
    if lines.len() > SHOWN_LINES {
        shown.push(format!("…{} more", lines.len() - SHOWN_LINES));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_event_and_its_result_read_alike() {
        let text = "[[case]]\nname = 'a'\ngiven = { stores = ['s'] }\n[[case.event]]\n\
                    text = 'get s a'\noutputs = ['none']\nlog = ['info b']\n";
        let cases = crate::case::parse("contract/a", text).unwrap();
        let description = CaseDescription::of(&cases[0]);
        assert_eq!(description.given, "stores = [\"s\"]\n");
        assert_eq!(description.steps[0].input, "conformance.script\nget s a");
        let expected = "completed\n→ none\nlogged: info b";
        assert_eq!(description.steps[0].expected, expected);
        let found = observe_event(&EventResult {
            outcome: json!({"class": "crashed", "code": "panic", "message": "no", "trace": "at a"}),
            outputs: vec![json!({"data": "none"})],
            log: vec!["info b".to_owned()],
        });
        assert_eq!(found.actual, "crashed (panic): no\n→ none");
        assert_eq!(found.trace.as_deref(), Some("at a"));
    }

    #[test]
    fn long_results_are_cut() {
        let result = EventResult {
            outcome: json!({"class": "crashed", "message": "m".repeat(100_000), "trace": "t".repeat(100_000)}),
            outputs: vec![json!({"data": "d".repeat(100_000)}); 100],
            log: vec!["l".repeat(100_000); 100],
        };
        let found = serde_json::to_string(&observe_event(&result)).unwrap();
        let max = (2 * SHOWN_LINES + 3) * (2 * SHOWN_CHARACTERS + 30);
        assert!(found.len() < max, "{} bytes, at most {max}", found.len());
    }
}
