//! Cases: files of `conformance/cases/<suite>/`, each with the cases of one subject.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::adapter::Step;

/// A case, with its path.
#[derive(Debug, Clone)]
pub struct Case {
    /// Suite, file and name: `abi/integers/u8`.
    pub path: String,
    /// What it shows, in a sentence.
    pub about: Option<String>,
    /// What a host must have to run it.
    pub features: Vec<String>,
    /// The testees that it asks, as globs. None is all.
    pub testees: Vec<String>,
    /// What is done and expected.
    pub kind: Kind,
}

/// What a case does.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Values that come back as they went.
    Echo(Echo),
    /// Calls in one instance.
    Steps(Steps),
    /// Events that a plugin handles, one after another, on one host.
    Events(Events),
}

/// Values that are sent through an echo, one instance for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The function: `echo.echo-u8`.
    pub call: String,
    /// Values picked by hand, in WAVE; the tuple of the arguments where there are several.
    pub values: Vec<String>,
    /// How many more are made from the seed.
    pub generate: usize,
    /// Lists or strings of so many elements, made from the seed.
    pub sizes: Vec<usize>,
}

/// Calls, and what is expected of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// For each step, what it must return.
    pub returns: Vec<Option<String>>,
    /// What the host must have heard of its own resources, if that matters.
    pub heard: Option<Vec<String>>,
}

/// Events, and what is expected of their handling.
#[derive(Debug, Clone)]
pub struct Events {
    /// What the policy says of the plugin: the keys of `[plugin.NAME]`.
    pub given: toml::Table,
    /// What the services behind the plugin's connections answer.
    pub services: BTreeMap<String, Service>,
    /// The events, in order.
    pub events: Vec<EventStep>,
    /// Whether no event may lead to what the one before led to.
    pub distinct: bool,
}

/// A service that a connection leads to. It answers every request alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The status of every answer. Without one, the service takes connections and never answers.
    pub status: Option<u16>,
    /// The body of every answer.
    #[serde(default)]
    pub body: String,
    /// Keys of `[connection.NAME]` beside `url` and `addresses`.
    #[serde(default)]
    pub connection: toml::Table,
}

/// One event, and what is expected of its handling.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// Its type.
    #[serde(rename = "type", default = "usual_type")]
    pub type_: String,
    /// Its data as text.
    pub text: Option<String>,
    /// Other attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The class its handling must have.
    #[serde(default = "completed")]
    pub class: String,
    /// The code, if that matters.
    pub code: Option<String>,
    /// What the message must start with, if that matters.
    pub message: Option<String>,
    /// The word that marks the line of the guest's source which the operator must be told.
    pub at: Option<String>,
    /// The texts of the events that must come out, in order, if that matters.
    pub outputs: Option<Vec<String>>,
    /// Lines that must be in the log, in this order: `info text`.
    #[serde(default)]
    pub log: Vec<String>,
    /// How many lines must have been dropped, if that matters.
    pub log_dropped: Option<u64>,
}

fn usual_type() -> String {
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
    testees: Vec<String>,
    call: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    generate: usize,
    #[serde(default)]
    sizes: Vec<usize>,
    #[serde(default)]
    steps: Vec<WrittenStep>,
    heard: Option<Vec<String>>,
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

/// The file of a suite that says what its cases do not reach, and why.
pub const UNREACHED: &str = "unreached";

/// Reads the cases of a suite: every `.toml` in its folder, in the order of their names.
///
/// # Errors
/// When a file is no file of cases.
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

/// Reads the cases of one file; `path` is what their paths start with.
///
/// # Errors
/// When the text is not what `SPEC.md` says.
pub fn parse(path: &str, text: &str) -> anyhow::Result<Vec<Case>> {
    let file: File = toml::from_str(text)?;
    let mut cases: Vec<Case> = Vec::new();
    for written in file.case {
        let name = written.name.clone();
        let case = check(path, written).with_context(|| format!("the case `{name}`"))?;
        if cases.iter().any(|other| other.path == case.path) {
            bail!("two cases are called `{name}`");
        }
        cases.push(case);
    }
    Ok(cases)
}

fn check(path: &str, written: Written) -> anyhow::Result<Case> {
    let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    if written.name.is_empty() || !written.name.chars().all(plain) {
        bail!("a name is lower case letters, digits and hyphens");
    }
    let events = Events {
        given: written.given,
        services: written.service,
        events: written.event,
        distinct: written.distinct,
    };
    let kind = match (written.call, written.steps) {
        (None, steps) if steps.is_empty() && !events.events.is_empty() => Kind::Events(events),
        (Some(call), steps) if steps.is_empty() && written.heard.is_none() => Kind::Echo(Echo {
            call,
            values: written.values,
            generate: written.generate,
            sizes: written.sizes,
        }),
        (None, steps) if !steps.is_empty() && written.values.is_empty() => {
            Kind::Steps(check_steps(steps, written.heard)?)
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

fn check_steps(written: Vec<WrittenStep>, heard: Option<Vec<String>>) -> anyhow::Result<Steps> {
    let (mut steps, mut returns) = (Vec::new(), Vec::new());
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
        heard,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_kinds() {
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
            heard = ["new a", "drop a"]
        "##;
        let cases = parse("abi/mixed", text).unwrap();
        assert_eq!(cases[0].path, "abi/mixed/u8");
        let Kind::Steps(steps) = &cases[1].kind else {
            panic!()
        };
        assert_eq!(steps.returns, [Some("\"#1\"".to_owned()), None]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |text: &str| format!("{:#}", parse("abi/a", text).unwrap_err());
        let twice = "[[case]]\nname = 'a'\ncall = 'b'\n".repeat(2);
        assert_eq!(wrong(&twice), "two cases are called `a`");
        let neither = "[[case]]\nname = 'a'\n";
        let expected = "the case `a`: a case has one of `call` with values, `steps` and `event`";
        assert_eq!(wrong(neither), expected);
        assert!(wrong("[[case]]\nname = 'a'\nvalue = ['1']\n").contains("unknown field `value`"));
    }
}
