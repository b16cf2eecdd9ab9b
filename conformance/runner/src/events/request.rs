//! The input of a case for a host of plugins: a policy file and events.

use anyhow::{Context as _, bail};
use serde_json::json;
use toml::Table;

use super::host::PLUGIN;
use crate::case::{Case, EventStep, Events, Kind};
use crate::service;

/// Returns the events of a case.
///
/// # Errors
/// When the case has none.
pub(super) fn events_of(case: &Case) -> anyhow::Result<&Events> {
    match &case.kind {
        Kind::Events(events) => Ok(events),
        Kind::Echo(_) | Kind::Steps(_) => bail!("a plugin handles events only"),
    }
}

/// The events of a case as CloudEvents JSON, numbered from 1.
pub(super) fn lines(events: &Events) -> Vec<String> {
    let numbered = events.events.iter().enumerate();
    numbered.map(|(at, step)| line(at, step)).collect()
}

/// Starts the services of a case and returns its policy file.
pub(super) fn policy(events: &Events, sabotage: Option<&str>) -> anyhow::Result<String> {
    let connections = connections(events)?;
    let mut given = events.given.clone();
    if let Some(mistake) = sabotage {
        let config = given.entry("config").or_insert(Table::new().into());
        let settings = config.as_table_mut().context("`config` is not a table")?;
        settings.insert("sabotage".to_owned(), mistake.into());
    }
    let plugin = Table::from_iter([(PLUGIN.to_owned(), given.into())]);
    let mut file = Table::from_iter([("plugin".to_owned(), plugin.into())]);
    if !connections.is_empty() {
        file.insert("connection".to_owned(), connections.into());
    }
    toml::to_string(&file).context("the policy of the case")
}

fn connections(events: &Events) -> anyhow::Result<Table> {
    let mut connections = Table::new();
    for (name, service) in &events.services {
        let port = service::start(service)?;
        let mut table = service.connection.clone();
        let mut default = |key: &str, value: toml::Value| {
            table.entry(key).or_insert(value);
        };
        default("url", format!("http://127.0.0.1:{port}").into());
        default("addresses", vec!["loopback"].into());
        connections.insert(name.clone(), table.into());
    }
    Ok(connections)
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
