//! Suites of events: plugins handle them, on the host in this process or through its command.

mod command;
mod determinism;
mod in_process;
mod markers;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};
use toml::Table;

pub use command::Command;
pub use determinism::Determinism;
pub use in_process::InProcess;

use markers::Markers;

use crate::case::{Case, EventStep, Events, Kind, UNREACHED};
use crate::coverage::{self, Parts, contract, limits};
use crate::details::seen_events;
use crate::service;
use crate::suite::{Came, Court};
use crate::value::short;

/// The plugin's name in the policy.
const PLUGIN: &str = "guest";

/// How the handling of one event ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Handled {
    /// The outcome, as `guesthouse run --outcomes` writes it.
    pub outcome: Value,
    /// The events that came out, as CloudEvents JSON.
    pub outputs: Vec<Value>,
    /// What was logged: level and text.
    pub log: Vec<String>,
}

impl Handled {
    /// Returns a text of the outcome: its `class`, `code`, `message` or `trace`.
    pub fn said(&self, key: &str) -> Option<&str> {
        self.outcome.get(key)?.as_str()
    }
}

/// A host of plugins.
pub trait Host {
    /// Returns its name.
    fn name(&self) -> &str;

    /// Handles events one after another, with nothing kept from before.
    ///
    /// # Errors
    /// When the host is at fault.
    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        events: &[String],
    ) -> anyhow::Result<Vec<Handled>>;
}

/// A suite of events on a host.
pub struct Plugins<H> {
    suite: &'static str,
    host: H,
    component: PathBuf,
    markers: Markers,
    sabotage: Option<String>,
    reached: Parts,
}

impl<H: Host> Plugins<H> {
    /// Returns a suite on `host`.
    pub fn new(suite: &'static str, host: H) -> Self {
        Self {
            suite,
            host,
            component: PathBuf::new(),
            markers: Markers::default(),
            sabotage: None,
            reached: Parts::new(),
        }
    }

    /// From now on tells plugins to make a mistake.
    pub fn sabotage(&mut self, mistake: &str) {
        self.sabotage = Some(mistake.to_owned());
    }

    fn note(&mut self, events: &Events, handled: &[Handled], holds: bool) {
        if self.suite == limits::SUITE {
            let mut reached = limits::reached(events, handled, holds);
            return self.reached.append(&mut reached);
        }
        for (step, handled) in events.events.iter().zip(handled) {
            self.reached.append(&mut contract::reached(step, handled));
        }
    }
}

impl<H: Host> Court for Plugins<H> {
    fn suite(&self) -> &str {
        self.suite
    }

    fn host(&self) -> &str {
        self.host.name()
    }

    fn has(&self, _feature: &str) -> bool {
        false
    }

    fn load(&mut self, component: &Path, sources: Option<&Path>) -> anyhow::Result<()> {
        component.clone_into(&mut self.component);
        self.markers = sources.map(Markers::read).transpose()?.unwrap_or_default();
        self.reached.clear();
        Ok(())
    }

    fn run(&mut self, case: &Case, _seed: u64) -> anyhow::Result<Came> {
        let events = events_of(case)?;
        let policy = policy(events, self.sabotage.as_deref())?;
        let handled = self.host.handle(&self.component, &policy, &lines(events))?;
        let differs = judge(events, &handled, &self.markers)?;
        self.note(events, &handled, differs.is_none());
        let seen = seen_events(&handled);
        Ok(Came { differs, seen })
    }

    fn gaps(&self, root: &Path) -> anyhow::Result<Vec<String>> {
        let parts = match self.suite {
            "contract" => contract::parts(),
            limits::SUITE => limits::parts(),
            _ => return Ok(Vec::new()),
        };
        let reasons = root.join("cases").join(self.suite);
        let reasons = reasons.join(format!("{UNREACHED}.toml"));
        coverage::gaps(&parts, &self.reached, &std::fs::read_to_string(reasons)?)
    }
}

/// Returns the events of a case, if that is what it has.
fn events_of(case: &Case) -> anyhow::Result<&Events> {
    match &case.kind {
        Kind::Events(events) => Ok(events),
        Kind::Echo(_) | Kind::Steps(_) => anyhow::bail!("a plugin is asked with events only"),
    }
}

/// The events of a case as CloudEvents JSON, numbered from 1.
fn lines(events: &Events) -> Vec<String> {
    let numbered = events.events.iter().enumerate();
    numbered.map(|(at, step)| line(at, step)).collect()
}

/// Says what differs first from what the case expects.
fn judge(
    events: &Events,
    handled: &[Handled],
    markers: &Markers,
) -> anyhow::Result<Option<String>> {
    let steps = &events.events;
    anyhow::ensure!(handled.len() == steps.len(), "the host lost an event");
    for (at, (step, handled)) in steps.iter().zip(handled).enumerate() {
        if let Some(what) = differs(step, handled, markers)? {
            return Ok(Some(format!("event {}, {what}", at + 1)));
        }
    }
    Ok(None)
}

/// The policy file of a case. Its services are started.
fn policy(events: &Events, sabotage: Option<&str>) -> anyhow::Result<String> {
    let mut connections = Table::new();
    for (name, service) in &events.services {
        let port = service::start(service)?;
        let mut table = service.connection.clone();
        let own = |table: &mut Table, key: &str, value: toml::Value| {
            table.entry(key).or_insert(value);
        };
        own(&mut table, "url", format!("http://127.0.0.1:{port}").into());
        own(&mut table, "addresses", vec!["loopback"].into());
        connections.insert(name.clone(), table.into());
    }
    let mut given = events.given.clone();
    if let Some(mistake) = sabotage {
        let config = given.entry("config").or_insert(Table::new().into());
        let config = config.as_table_mut().context("`config` is a table")?;
        config.insert("sabotage".to_owned(), mistake.into());
    }
    let plugin = Table::from_iter([(PLUGIN.to_owned(), given.into())]);
    let mut file = Table::from_iter([("plugin".to_owned(), plugin.into())]);
    if !connections.is_empty() {
        file.insert("connection".to_owned(), connections.into());
    }
    toml::to_string(&file).context("the policy of the case")
}

/// An event as CloudEvents JSON. Its id is its number.
fn line(at: usize, step: &EventStep) -> String {
    let mut event = json!({
        "specversion": "1.0",
        "id": (at + 1).to_string(),
        "source": "/conformance",
        "type": step.type_,
        "time": "2026-01-02T03:04:05Z",
    });
    if let Some(fields) = event.as_object_mut() {
        if let Some(text) = &step.text {
            fields.insert("datacontenttype".to_owned(), "text/plain".into());
            fields.insert("data".to_owned(), text.trim_end_matches('\n').into());
        }
        let others = step.attributes.iter();
        fields.extend(others.map(|(name, value)| (name.clone(), value.as_str().into())));
    }
    event.to_string()
}

fn differs(
    step: &EventStep,
    handled: &Handled,
    markers: &Markers,
) -> anyhow::Result<Option<String>> {
    let said = handled.said("message").unwrap_or_default();
    let (class, code) = (
        handled.said("class").unwrap_or_default(),
        handled.said("code"),
    );
    if class != step.class {
        let (expected, said) = (&step.class, short(said));
        let ended = [class, code.unwrap_or_default()].join(" ");
        let text = format!("expected {expected}, it was {}: {said}", ended.trim_end());
        return Ok(Some(text));
    }
    if step.code.is_some() && step.code.as_deref() != code {
        let expected = step.code.as_deref().unwrap_or_default();
        let (code, said) = (code.unwrap_or("none"), short(said));
        let text = format!("expected the code {expected}, it was {code}: {said}");
        return Ok(Some(text));
    }
    if let Some(message) = step.message.as_ref().filter(|it| !said.starts_with(*it)) {
        let said = short(said);
        return Ok(Some(format!(
            "expected the message `{message}`, it was `{said}`"
        )));
    }
    if let Some(word) = &step.at {
        let trace = handled.said("trace").unwrap_or_default();
        let told = format!("{said}\n{trace}");
        if let Some(place) = markers.missed_in(word, &told)? {
            let told = on_a_line(&[told]);
            return Ok(Some(format!(
                "expected the place {place}, it was told: {told}"
            )));
        }
    }
    let texts = texts(handled);
    let expected = step.outputs.as_ref().filter(|expected| **expected != texts);
    if let Some(expected) = expected {
        let (expected, texts) = (on_a_line(expected), on_a_line(&texts));
        return Ok(Some(format!("expected {expected}, it was {texts}")));
    }
    let dropped = handled
        .outcome
        .get("log_lines_dropped")
        .and_then(Value::as_u64);
    if step.log_dropped.is_some() && step.log_dropped != dropped {
        let [expected, dropped] = [step.log_dropped, dropped].map(Option::unwrap_or_default);
        let text = format!("expected {expected} dropped lines of log, it was {dropped}");
        return Ok(Some(text));
    }
    let mut log = handled.log.iter();
    let missing = step
        .log
        .iter()
        .find(|line| !log.any(|found| found == *line));
    Ok(missing.map(|line| format!("the log lacks `{line}`: {}", on_a_line(&handled.log))))
}

fn on_a_line(texts: &[String]) -> String {
    short(&texts.join(" | ").replace('\n', "\\n"))
}

/// The data of all outputs, as text.
pub(crate) fn texts(handled: &Handled) -> Vec<String> {
    handled.outputs.iter().map(text).collect()
}

/// An output's data, as text.
fn text(output: &Value) -> String {
    match output.get("data") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
