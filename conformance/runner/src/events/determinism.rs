//! The suite `determinism`: an event gives the same result whatever surrounds it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::command::Command;
use super::compare::difference;
use super::host::Host;
use super::in_process::InProcess;
use super::markers::Markers;
use super::request::{events_of, lines, policy};
use crate::case::{Case, Events};
use crate::details::observe_events;
use crate::result::{CaseResult, EventResult};
use crate::suite::Suite;

/// Another way to handle the same events.
struct Variation {
    name: &'static str,
    host: Box<dyn Host>,
    backwards: bool,
}

/// Handles the events of each case several times, each time in another way, and compares.
pub struct Determinism {
    program: PathBuf,
    work: PathBuf,
    first: InProcess,
    variations: Vec<Variation>,
    component: PathBuf,
}

impl Determinism {
    /// Starts the first host. `program` is the command `guesthouse`, `work` a folder for the files
    /// of the other hosts.
    ///
    /// # Errors
    /// When the host does not start.
    pub fn new(program: PathBuf, work: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            program,
            work: work.to_owned(),
            first: InProcess::new()?,
            variations: Vec::new(),
            component: PathBuf::new(),
        })
    }

    /// Starts the other hosts. The cold one finds an empty cache.
    fn variations(&self) -> anyhow::Result<Vec<Variation>> {
        let variation = |name, host: Box<dyn Host>, backwards| Variation {
            name,
            host,
            backwards,
        };
        let cold = InProcess::on_demand(&emptied(self.work.join("cold"))?)?;
        let command = Command::new(self.program.clone(), self.work.join("again"))?;
        Ok(vec![
            variation("again", Box::new(InProcess::new()?), false),
            variation("in another order", Box::new(InProcess::new()?), true),
            variation("on demand, compiled again", Box::new(cold), false),
            variation("in another process", Box::new(command), false),
        ])
    }

    /// Handles the events in every other way, and returns the first difference.
    fn repeat(
        &mut self,
        events: &Events,
        policy: &str,
        first: &[EventResult],
    ) -> anyhow::Result<Option<String>> {
        let lines = lines(events);
        for variation in &mut self.variations {
            let again = variation.handle(&self.component, policy, &lines)?;
            if let Some(what) = deviation(first, &again) {
                return Ok(Some(format!("{}: {what}", variation.name)));
            }
        }
        Ok(None)
    }
}

fn emptied(folder: PathBuf) -> anyhow::Result<PathBuf> {
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(folder),
    }
}

impl Suite for Determinism {
    fn name(&self) -> &str {
        "determinism"
    }

    fn host(&self) -> &str {
        self.first.name()
    }

    fn has(&self, _feature: &str) -> bool {
        false
    }

    fn load(&mut self, component: &Path, _sources: Option<&Path>) -> anyhow::Result<()> {
        component.clone_into(&mut self.component);
        self.variations = self.variations()?;
        Ok(())
    }

    fn run(&mut self, case: &Case, _seed: u64, _known: Option<&str>) -> anyhow::Result<CaseResult> {
        let events = events_of(case)?;
        let policy = policy(events, None)?;
        let first = self
            .first
            .handle(&self.component, &policy, &lines(events))?;
        let wrong = difference(events, &first, &Markers::default())?;
        let difference = match wrong.or_else(|| repeats(events, &first)) {
            None => self.repeat(events, &policy, &first)?,
            wrong => wrong,
        };
        Ok(CaseResult {
            difference,
            observations: observe_events(&first),
        })
    }

    fn gaps(&self, _root: &Path) -> anyhow::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl Variation {
    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        lines: &[String],
    ) -> anyhow::Result<Vec<EventResult>> {
        if !self.backwards {
            return self.host.handle(component, policy, lines);
        }
        let backwards: Vec<_> = lines.iter().rev().cloned().collect();
        let mut results = self.host.handle(component, policy, &backwards)?;
        results.reverse();
        Ok(results)
    }
}

/// Returns a message if two consecutive events must have different outputs and do not. A guest
/// whose outputs do not depend on the clock or the seed would pass this suite on any host.
fn repeats(events: &Events, results: &[EventResult]) -> Option<String> {
    if !events.distinct {
        return None;
    }
    let mut pairs = results.iter().zip(results.iter().skip(1));
    pairs
        .find(|(one, other)| one.output_texts() == other.output_texts())
        .map(|_| "two consecutive events have the same outputs".to_owned())
}

/// Returns the first difference between two runs. The time that an event took may differ.
fn deviation(first: &[EventResult], again: &[EventResult]) -> Option<String> {
    let mut pairs = first.iter().zip(again).enumerate();
    pairs.find_map(|(at, (first, again))| {
        let what = outcome_deviation(first, again).or_else(|| output_deviation(first, again))?;
        Some(format!("event {}, {what}", at + 1))
    })
}

fn outcome_deviation(first: &EventResult, again: &EventResult) -> Option<String> {
    let of = |result: &EventResult, key: &str| {
        let found = result.outcome.get(key);
        found.cloned().unwrap_or(Value::Null)
    };
    let mut keys = first.outcome.as_object()?.keys();
    let key = keys.find(|key| *key != "wall_us" && of(first, key) != of(again, key))?;
    let before = of(first, key);
    let after = of(again, key);
    Some(format!("expected {key} {before}, got {after}"))
}

fn output_deviation(first: &EventResult, again: &EventResult) -> Option<String> {
    let same = first.outputs == again.outputs && first.log == again.log;
    (!same).then(|| {
        let before = first.output_texts();
        let after = again.output_texts();
        format!("expected {before:?}, got {after:?}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn result(fuel: u64, wall: u64, data: &str) -> EventResult {
        EventResult {
            outcome: json!({"class": "completed", "fuel": fuel, "wall_us": wall}),
            outputs: vec![json!({"data": data})],
            log: Vec::new(),
        }
    }

    #[test]
    fn only_time_may_differ() {
        let first = [result(5, 1, "a")];
        assert_eq!(deviation(&first, &[result(5, 2, "a")]), None);
        let more = deviation(&first, &[result(6, 1, "a")]);
        assert_eq!(more.unwrap(), "event 1, expected fuel 5, got 6");
        let other = deviation(&first, &[result(5, 1, "b")]);
        assert_eq!(other.unwrap(), "event 1, expected [\"a\"], got [\"b\"]");
    }

    #[test]
    fn a_guest_without_random_numbers_is_reported() {
        let mut events = Events {
            given: toml::Table::new(),
            services: std::collections::BTreeMap::new(),
            events: Vec::new(),
            distinct: true,
        };
        let same = [result(5, 1, "a"), result(5, 1, "a")];
        assert!(repeats(&events, &same).is_some());
        let distinct = [result(5, 1, "a"), result(5, 1, "b")];
        assert_eq!(repeats(&events, &distinct), None);
        events.distinct = false;
        assert_eq!(repeats(&events, &same), None);
    }
}
