//! The suite `contract`: plugins handle events, on the host in this process or through its command.

mod command;
mod in_process;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};
use toml::Table;

pub use command::Command;
pub use in_process::InProcess;

use crate::case::{Case, EventStep, Events, Kind, UNREACHED};
use crate::coverage::{Parts, contract};
use crate::service;
use crate::suite::Court;
use crate::value::short;

/// The plugin's name in the policy.
const PLUGIN: &str = "guest";

/// How the handling of one event ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// The class of the outcome.
    pub class: String,
    /// Its code.
    pub code: Option<String>,
    /// What the operator is told.
    pub message: Option<String>,
    /// The events that came out, as CloudEvents JSON.
    pub outputs: Vec<Value>,
    /// What was logged: level and text.
    pub log: Vec<String>,
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

/// The suite on a host.
pub struct Contract<H> {
    host: H,
    component: PathBuf,
    sabotage: Option<String>,
    reached: Parts,
}

impl<H: Host> Contract<H> {
    /// Returns the suite on `host`.
    pub fn new(host: H) -> Self {
        Self {
            host,
            component: PathBuf::new(),
            sabotage: None,
            reached: Parts::new(),
        }
    }

    /// From now on tells plugins to make a mistake.
    pub fn sabotage(&mut self, mistake: &str) {
        self.sabotage = Some(mistake.to_owned());
    }
}

impl<H: Host> Court for Contract<H> {
    fn suite(&self) -> &str {
        "contract"
    }

    fn host(&self) -> &str {
        self.host.name()
    }

    fn has(&self, _feature: &str) -> bool {
        false
    }

    fn load(&mut self, component: &Path) -> anyhow::Result<()> {
        component.clone_into(&mut self.component);
        self.reached.clear();
        Ok(())
    }

    fn run(&mut self, case: &Case, _seed: u64) -> anyhow::Result<Option<String>> {
        let Kind::Events(events) = &case.kind else {
            anyhow::bail!("the suite `contract` has cases with events only");
        };
        let policy = policy(events, self.sabotage.as_deref())?;
        let lines: Vec<_> = events
            .events
            .iter()
            .enumerate()
            .map(|(at, it)| line(at, it))
            .collect();
        let handled = self.host.handle(&self.component, &policy, &lines)?;
        anyhow::ensure!(handled.len() == lines.len(), "the host lost an event");
        for (step, handled) in events.events.iter().zip(&handled) {
            self.reached.append(&mut contract::reached(step, handled));
        }
        let pairs = events.events.iter().zip(&handled).enumerate();
        let mut found = pairs.filter_map(|(at, (step, handled))| {
            differs(step, handled).map(|what| format!("event {}, {what}", at + 1))
        });
        Ok(found.next())
    }

    fn gaps(&self, root: &Path) -> anyhow::Result<Vec<String>> {
        let reasons = root
            .join("cases/contract")
            .join(format!("{UNREACHED}.toml"));
        contract::gaps(&self.reached, &std::fs::read_to_string(reasons)?)
    }
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

fn differs(step: &EventStep, handled: &Handled) -> Option<String> {
    let said = handled.message.as_deref().unwrap_or_default();
    if handled.class != step.class {
        return Some(format!(
            "expected {}, it was {}: {}",
            step.class,
            handled.class,
            short(said)
        ));
    }
    if step.code.is_some() && step.code != handled.code {
        let code = |it: &Option<String>| it.clone().unwrap_or("none".to_owned());
        return Some(format!(
            "expected the code {}, it was {}",
            code(&step.code),
            code(&handled.code)
        ));
    }
    if let Some(message) = step.message.as_ref().filter(|it| !said.starts_with(*it)) {
        return Some(format!(
            "expected the message `{message}`, it was `{}`",
            short(said)
        ));
    }
    let texts: Vec<_> = handled.outputs.iter().map(text).collect();
    let expected = step.outputs.as_ref().filter(|expected| **expected != texts);
    if let Some(expected) = expected {
        let (expected, texts) = (on_a_line(expected), on_a_line(&texts));
        return Some(format!("expected {expected}, it was {texts}"));
    }
    let mut log = handled.log.iter();
    let missing = step
        .log
        .iter()
        .find(|line| !log.any(|found| found == *line));
    missing.map(|line| format!("the log lacks `{line}`: {}", on_a_line(&handled.log)))
}

fn on_a_line(texts: &[String]) -> String {
    short(&texts.join(" | ").replace('\n', "\\n"))
}

/// An output's data, as text.
pub(crate) fn text(output: &Value) -> String {
    match output.get("data") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
