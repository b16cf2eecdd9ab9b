//! What a case asks and what came of it, as texts for a reader, none of them long.

use serde::Serialize;
use toml::Table;

use crate::adapter::{Ran, Step};
use crate::case::{Case, Echo, EventStep, Events, Kind, Steps};
use crate::events::{Handled, texts};
use crate::value::cut;

/// How much of a text's head and of its tail is shown.
const SIDE: usize = 500;

/// How many lines of a list are shown: values, outputs, lines of a log.
const LINES: usize = 30;

/// What a case asks, of whomever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The case's path, without the testee.
    pub case: String,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What the policy says, and what is behind its connections, as TOML.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// What is done, one after another.
    pub steps: Vec<Asked>,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What goes in.
    pub input: String,
    /// What must come out.
    pub expected: String,
}

/// What came of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// What came out.
    pub actual: String,
    /// What was logged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// Where the guest was when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

impl Question {
    /// Describes a case.
    pub fn of(case: &Case) -> Self {
        let (given, steps) = match &case.kind {
            Kind::Echo(echo) => (String::new(), vec![asked_echo(echo)]),
            Kind::Steps(steps) => (String::new(), asked_steps(steps)),
            Kind::Events(events) => {
                let asked = events.events.iter().map(asked_event);
                (given(events), asked.collect())
            }
        };
        let (case, about) = (case.path.clone(), case.about.clone());
        Self {
            case,
            about,
            given,
            steps,
        }
    }
}

fn asked_echo(echo: &Echo) -> Asked {
    let mut lines = echo.values.clone();
    let made = match echo.generate {
        0 => None,
        count => Some(format!("{count} values made from the seed")),
    };
    let sizes: Vec<_> = echo.sizes.iter().map(ToString::to_string).collect();
    let sized = (!sizes.is_empty()).then(|| format!("made ones of {} elements", sizes.join(", ")));
    lines.extend(made.into_iter().chain(sized));
    Asked {
        input: format!("{}, one after another:\n{}", echo.call, list(&lines)),
        expected: "each is passed on to the host once, and then returned".to_owned(),
    }
}

fn asked_steps(steps: &Steps) -> Vec<Asked> {
    let pairs = steps.steps.iter().zip(&steps.returns);
    let asked = pairs.map(|(step, returns)| Asked {
        input: written(step),
        expected: cut(returns.as_deref().unwrap_or_default(), SIDE),
    });
    let heard = steps.heard.iter().map(|heard| Asked {
        input: HEARD.to_owned(),
        expected: list(heard),
    });
    asked.chain(heard).collect()
}

/// What the last row of a case with steps is about, where the case says what it must be.
const HEARD: &str = "what the host heard";

fn written(step: &Step) -> String {
    let text = match step {
        Step::Call { call, args } => format!("{call}({})", args.join(", ")),
        Step::Drop { drop } => format!("drop {drop}"),
    };
    cut(&text, SIDE)
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
    // A table that was read can be written.
    cut(&toml::to_string(&given).unwrap_or_default(), SIDE)
}

fn asked_event(step: &EventStep) -> Asked {
    let mut input = vec![step.type_.clone()];
    input.extend(
        step.attributes
            .iter()
            .map(|(key, it)| format!("{key}: {it}")),
    );
    let text = step.text.iter().flat_map(|text| text.lines());
    input.extend(text.map(str::to_owned));
    let mut expected = vec![ended(
        &step.class,
        step.code.as_deref(),
        step.message.as_deref(),
    )];
    expected.extend(step.outputs.iter().flatten().map(|it| output(it)));
    let place = step.at.iter();
    expected.extend(place.map(|word| format!("told: the line marked `{word}`")));
    let dropped = step.log_dropped.iter();
    expected.extend(dropped.map(|count| format!("lines of log dropped: {count}")));
    expected.extend(step.log.iter().map(|line| format!("logged: {line}")));
    Asked {
        input: list(&input),
        expected: list(&expected),
    }
}

fn ended(class: &str, code: Option<&str>, message: Option<&str>) -> String {
    let code = code.map_or(String::new(), |code| format!(" ({code})"));
    let message = message.map_or(String::new(), |message| format!(": {message}"));
    format!("{class}{code}{message}")
}

fn output(text: &str) -> String {
    format!("→ {text}")
}

/// Describes what came of the runs of a case: how many there were, and the last of them.
pub(crate) fn seen_runs(
    case: &Case,
    runs: usize,
    holds: bool,
    last: &(Vec<Step>, Ran),
) -> Vec<Seen> {
    let (steps, ran) = last;
    match &case.kind {
        Kind::Steps(asked) => seen_steps(asked, ran),
        _ if holds => vec![plain(format!("{runs} values came back as they went"))],
        _ => vec![seen_echo(steps, ran)],
    }
}

fn seen_steps(asked: &Steps, ran: &Ran) -> Vec<Seen> {
    let returned = ran.returned.iter();
    let returned = returned.map(|it| it.as_deref().unwrap_or("nothing"));
    let mut seen: Vec<_> = returned.map(|it| plain(cut(it, SIDE))).collect();
    seen.extend(
        ran.stopped
            .iter()
            .map(|it| plain(cut(&it.to_string(), SIDE))),
    );
    if asked.heard.is_some() {
        seen.resize(asked.steps.len(), plain("not done".to_owned()));
        seen.push(plain(list(&ran.heard)));
    }
    seen
}

fn seen_echo(steps: &[Step], ran: &Ran) -> Seen {
    let sent = steps.iter().map(|step| format!("sent: {}", written(step)));
    let imports = ran.imports.iter();
    let passed = imports.map(|it| format!("passed on: {}({})", it.call, it.args.join(", ")));
    let returned = ran.returned.iter().flatten();
    let returned = returned.map(|text| format!("returned: {text}"));
    let stopped = ran.stopped.iter().map(|it| format!("stopped: {it}"));
    let lines = sent.chain(passed).chain(returned).chain(stopped);
    plain(list(&lines.collect::<Vec<_>>()))
}

fn plain(actual: String) -> Seen {
    Seen {
        actual,
        ..Seen::default()
    }
}

/// Describes what came of events.
pub(crate) fn seen_events(handled: &[Handled]) -> Vec<Seen> {
    handled.iter().map(seen_event).collect()
}

fn seen_event(handled: &Handled) -> Seen {
    let class = handled.said("class").unwrap_or_default();
    let mut actual = vec![ended(class, handled.said("code"), handled.said("message"))];
    actual.extend(texts(handled).iter().map(|it| output(it)));
    Seen {
        actual: list(&actual),
        log: bounded(&handled.log),
        trace: handled.said("trace").map(|trace| cut(trace, SIDE)),
    }
}

fn list(lines: &[String]) -> String {
    bounded(lines).join("\n")
}

/// The first lines, each cut.
fn bounded(lines: &[String]) -> Vec<String> {
    let mut shown: Vec<_> = lines.iter().take(LINES).map(|it| cut(it, SIDE)).collect();
    if lines.len() > LINES {
        shown.push(format!("…{} more", lines.len() - LINES));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_event_and_what_came_of_it_read_alike() {
        let text = "[[case]]\nname = 'a'\ngiven = { stores = ['s'] }\n[[case.event]]\n\
                    text = 'get s a'\noutputs = ['none']\nlog = ['info b']\n";
        let cases = crate::case::parse("contract/a", text).unwrap();
        let question = Question::of(&cases[0]);
        assert_eq!(question.given, "stores = [\"s\"]\n");
        assert_eq!(question.steps[0].input, "conformance.script\nget s a");
        let expected = "completed\n→ none\nlogged: info b";
        assert_eq!(question.steps[0].expected, expected);
        let seen = seen_event(&Handled {
            outcome: json!({"class": "crashed", "code": "panic", "message": "no", "trace": "at a"}),
            outputs: vec![json!({"data": "none"})],
            log: vec!["info b".to_owned()],
        });
        assert_eq!(seen.actual, "crashed (panic): no\n→ none");
        assert_eq!(seen.trace.as_deref(), Some("at a"));
    }

    #[test]
    fn nothing_is_long() {
        let handled = Handled {
            outcome: json!({"class": "crashed", "message": "m".repeat(100_000), "trace": "t".repeat(100_000)}),
            outputs: vec![json!({"data": "d".repeat(100_000)}); 100],
            log: vec!["l".repeat(100_000); 100],
        };
        let seen = serde_json::to_string(&seen_event(&handled)).unwrap();
        let most = (2 * LINES + 3) * (2 * SIDE + 30);
        assert!(seen.len() < most, "{} bytes, {most} are enough", seen.len());
    }
}
