//! Cases: files of `conformance/cases/<suite>/`, each with the cases of one subject.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::adapter::Step;
use crate::glob::Glob;

/// A case, with its path.
#[derive(Debug, Clone)]
pub struct Case {
    /// Suite, file and name: `abi/integers/u8`.
    pub path: String,
    /// A sentence that says what the case shows.
    pub about: Option<String>,
    /// The features that a host needs to run it.
    pub features: Vec<String>,
    /// Globs of the testees that run the case. An empty list means all testees.
    pub testees: Vec<Glob>,
    /// The steps and their expected results.
    pub kind: Kind,
}

/// The kinds of cases.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Values that come back unchanged.
    Echo(Echo),
    /// Calls in one instance of the guest.
    Steps(Steps),
    /// Events that a plugin handles, one after another, on one host.
    Events(Events),
}

/// Values that are sent through an echo, one instance for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The function: `echo.echo-u8`.
    pub call: String,
    /// Values that a person wrote, in WAVE. If there are several arguments, a value is their tuple.
    pub values: Vec<String>,
    /// The number of further values that are generated from the seed.
    pub generate: usize,
    /// Lengths of lists or strings that are generated from the seed.
    pub sizes: Vec<usize>,
}

/// Calls, and their expected results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// For each step, the value that it must return.
    pub returns: Vec<Option<String>>,
    /// The events of the host's resources, in order, if the case compares them.
    pub host_events: Option<Vec<String>>,
}

/// Events, and their expected results.
#[derive(Debug, Clone)]
pub struct Events {
    /// The keys of `[plugin.NAME]` in the policy.
    pub given: toml::Table,
    /// The services behind the plugin's connections.
    pub services: BTreeMap<String, Service>,
    /// The events, in order.
    pub events: Vec<EventStep>,
    /// Whether two consecutive events must have different outputs.
    pub distinct: bool,
}

/// A service behind a connection. It gives every request the same response.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The status of every response. Without one, the service accepts connections and never
    /// responds.
    pub status: Option<u16>,
    /// The body of every response.
    #[serde(default)]
    pub body: String,
    /// Further keys of `[connection.NAME]`.
    #[serde(default)]
    pub connection: toml::Table,
}

/// One event, and its expected result.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// Its type.
    #[serde(rename = "type", default = "default_type")]
    pub type_: String,
    /// Its data as text.
    pub text: Option<String>,
    /// Other attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The class of its outcome.
    #[serde(default = "completed")]
    pub class: String,
    /// The code, if the case compares it.
    pub code: Option<String>,
    /// The start of the message, if the case compares it.
    pub message: Option<String>,
    /// The marker of the line of the guest's source that the message or the trace must name.
    pub at: Option<String>,
    /// The texts of the output events, in order, if the case compares them.
    pub outputs: Option<Vec<String>>,
    /// Lines that the log must contain, in this order: `info text`.
    #[serde(default)]
    pub log: Vec<String>,
    /// The number of dropped log lines, if the case compares it.
    pub log_dropped: Option<u64>,
}

fn default_type() -> String {
    "conformance.script".to_owned()
}

fn completed() -> String {
    "completed".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    about: Option<String>,
    #[serde(default)]
    features: Vec<String>,
    #[serde(default)]
    testees: Vec<Glob>,
    call: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    generate: usize,
    #[serde(default)]
    sizes: Vec<usize>,
    #[serde(default)]
    steps: Vec<WrittenStep>,
    host_events: Option<Vec<String>>,
    #[serde(default)]
    given: toml::Table,
    #[serde(default)]
    service: BTreeMap<String, Service>,
    #[serde(default)]
    event: Vec<EventStep>,
    #[serde(default)]
    distinct: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    call: Option<String>,
    #[serde(default)]
    args: Vec<String>,
    returns: Option<String>,
    drop: Option<String>,
}

/// The file of a suite that lists what its cases do not reach, with reasons.
pub const UNREACHED: &str = "unreached";

/// Reads the cases of a suite: every `.toml` in its folder, sorted by name.
///
/// # Errors
/// When a file does not follow `SPEC.md`.
pub fn read_suite(folder: &Path, suite: &str) -> anyhow::Result<Vec<Case>> {
    let entries = fs::read_dir(folder.join(suite))
        .with_context(|| format!("there is no suite `{suite}` in {}", folder.display()))?;
    let mut files: Vec<_> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|it| it == "toml"));
    files.retain(|file| file.file_stem().is_none_or(|it| it != UNREACHED));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&file)?;
        let read = parse(&format!("{suite}/{stem}"), &text);
        cases.extend(read.with_context(|| file.display().to_string())?);
    }
    Ok(cases)
}

/// Reads the cases of one file. Their paths start with `path`.
///
/// # Errors
/// When the text does not follow `SPEC.md`.
pub fn parse(path: &str, text: &str) -> anyhow::Result<Vec<Case>> {
    let file: File = toml::from_str(text)?;
    let mut cases: Vec<Case> = Vec::new();
    for written in file.case {
        let name = written.name.clone();
        let case = check(path, written).with_context(|| format!("the case `{name}`"))?;
        if cases.iter().any(|other| other.path == case.path) {
            bail!("two cases have the name `{name}`");
        }
        cases.push(case);
    }
    Ok(cases)
}

fn check(path: &str, written: Written) -> anyhow::Result<Case> {
    let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    if written.name.is_empty() || !written.name.chars().all(plain) {
        bail!("a name has lower case letters, digits and hyphens only");
    }
    let events = Events {
        given: written.given,
        services: written.service,
        events: written.event,
        distinct: written.distinct,
    };
    let kind = match (written.call, written.steps) {
        (None, steps) if steps.is_empty() && !events.events.is_empty() => Kind::Events(events),
        (Some(call), steps) if steps.is_empty() && written.host_events.is_none() => {
            Kind::Echo(Echo {
                call,
                values: written.values,
                generate: written.generate,
                sizes: written.sizes,
            })
        }
        (None, steps) if !steps.is_empty() && written.values.is_empty() => {
            Kind::Steps(check_steps(steps, written.host_events)?)
        }
        _ => bail!("a case has one of `call` with values, `steps` and `event`"),
    };
    Ok(Case {
        path: format!("{path}/{}", written.name),
        about: written.about,
        features: written.features,
        testees: written.testees,
        kind,
    })
}

fn check_steps(
    written: Vec<WrittenStep>,
    host_events: Option<Vec<String>>,
) -> anyhow::Result<Steps> {
    let mut steps = Vec::new();
    let mut returns = Vec::new();
    for step in written {
        steps.push(match (step.call, step.drop) {
            (Some(call), None) => Step::Call {
                call,
                args: step.args,
            },
            (None, Some(drop)) if step.args.is_empty() && step.returns.is_none() => {
                Step::Drop { drop }
            }
            _ => bail!("a step is either a `call` or a `drop`"),
        });
        returns.push(step.returns);
    }
    Ok(Steps {
        steps,
        returns,
        host_events,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_single_calls_and_steps() {
        let text = r##"
            [[case]]
            name = "u8"
            call = "echo.echo-u8"
            values = ["0", "255"]
            generate = 5
            [[case]]
            name = "drop"
            features = ["resources"]
            steps = [
              { call = "handles.[constructor]thing", args = ['"a"'], returns = '"#1"' },
              { drop = "#1" },
            ]
            host_events = ["new a", "drop a"]
        "##;
        let cases = parse("abi/mixed", text).unwrap();
        assert_eq!(cases[0].path, "abi/mixed/u8");
        let Kind::Steps(steps) = &cases[1].kind else {
            panic!()
        };
        assert_eq!(steps.returns, [Some("\"#1\"".to_owned()), None]);
    }

    #[test]
    fn an_invalid_file_is_refused_with_a_reason() {
        let wrong = |text: &str| format!("{:#}", parse("abi/a", text).unwrap_err());
        let twice = "[[case]]\nname = 'a'\ncall = 'b'\n".repeat(2);
        assert_eq!(wrong(&twice), "two cases have the name `a`");
        let neither = "[[case]]\nname = 'a'\n";
        let expected = "the case `a`: a case has one of `call` with values, `steps` and `event`";
        assert_eq!(wrong(neither), expected);
        assert!(wrong("[[case]]\nname = 'a'\nvalue = ['1']\n").contains("unknown field `value`"));
    }
}
