//! The suite `determinism`: the same event leads to the same, whatever is around it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::markers::Markers;
use super::{Command, Handled, Host, InProcess, events_of, judge, lines, policy};
use crate::case::{Case, Events};
use crate::details::seen_events;
use crate::suite::{Came, Court};

/// What differs from the first time that events are handled.
struct Way {
    name: &'static str,
    host: Box<dyn Host>,
    backwards: bool,
}

/// Handles the events of each case again and again, each time in another way, and compares.
pub struct Determinism {
    program: PathBuf,
    work: PathBuf,
    first: InProcess,
    again: Vec<Way>,
    component: PathBuf,
}

impl Determinism {
    /// Starts the first host. `work` is a folder for what others keep, `program` the command
    /// `guesthouse`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn new(program: PathBuf, work: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            program,
            work: work.to_owned(),
            first: InProcess::new()?,
            again: Vec::new(),
            component: PathBuf::new(),
        })
    }

    /// Starts the other hosts, with nothing kept from before.
    fn ways(&self) -> anyhow::Result<Vec<Way>> {
        let way = |name, host: Box<dyn Host>, backwards| Way {
            name,
            host,
            backwards,
        };
        let cold = InProcess::on_demand(&emptied(self.work.join("cold"))?)?;
        let command = Command::new(self.program.clone(), self.work.join("again"))?;
        Ok(vec![
            way("again", Box::new(InProcess::new()?), false),
            way("in another order", Box::new(InProcess::new()?), true),
            way("on demand, compiled again", Box::new(cold), false),
            way("in another process", Box::new(command), false),
        ])
    }
}

impl Determinism {
    /// Handles the events in every other way, and says what differs.
    fn repeat(
        &mut self,
        events: &Events,
        policy: &str,
        first: &[Handled],
    ) -> anyhow::Result<Option<String>> {
        let lines = lines(events);
        for way in &mut self.again {
            let handled = way.handle(&self.component, policy, &lines)?;
            if let Some(what) = differs(first, &handled) {
                return Ok(Some(format!("{}: {what}", way.name)));
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

impl Court for Determinism {
    fn suite(&self) -> &str {
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
        self.again = self.ways()?;
        Ok(())
    }

    fn run(&mut self, case: &Case, _seed: u64) -> anyhow::Result<Came> {
        let events = events_of(case)?;
        let policy = policy(events, None)?;
        let first = self
            .first
            .handle(&self.component, &policy, &lines(events))?;
        let wrong = judge(events, &first, &Markers::default())?;
        let differs = match wrong.or_else(|| repeats(events, &first)) {
            None => self.repeat(events, &policy, &first)?,
            wrong => wrong,
        };
        let seen = seen_events(&first);
        Ok(Came { differs, seen })
    }

    fn gaps(&self, _root: &Path) -> anyhow::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl Way {
    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        lines: &[String],
    ) -> anyhow::Result<Vec<Handled>> {
        if !self.backwards {
            return self.host.handle(component, policy, lines);
        }
        let backwards: Vec<_> = lines.iter().rev().cloned().collect();
        let mut handled = self.host.handle(component, policy, &backwards)?;
        handled.reverse();
        Ok(handled)
    }
}

/// What should differ from event to event, and does not: a guest without chance shows nothing.
fn repeats(events: &Events, handled: &[Handled]) -> Option<String> {
    if !events.distinct {
        return None;
    }
    let pairs = handled.iter().zip(handled.iter().skip(1));
    let mut same = pairs.filter(|(one, other)| super::texts(one) == super::texts(other));
    same.next()
        .map(|_| "two events led to the same, and must not".to_owned())
}

/// Says what is not as it was. How long it took is no part of what it led to.
fn differs(first: &[Handled], again: &[Handled]) -> Option<String> {
    let pairs = first.iter().zip(again).enumerate();
    let mut found = pairs.filter_map(|(at, (first, again))| {
        let what = outcome(first, again).or_else(|| {
            let same = first.outputs == again.outputs && first.log == again.log;
            (!same).then(|| {
                format!(
                    "{:?}, it was {:?}",
                    super::texts(again),
                    super::texts(first)
                )
            })
        });
        what.map(|what| format!("event {}, {what}", at + 1))
    });
    found.next()
}

fn outcome(first: &Handled, again: &Handled) -> Option<String> {
    let keys = first.outcome.as_object()?.keys();
    let mut keys = keys.filter(|key| *key != "wall_us");
    let of =
        |handled: &Handled, key: &str| handled.outcome.get(key).cloned().unwrap_or(Value::Null);
    let key = keys.find(|key| of(first, key) != of(again, key))?;
    Some(format!(
        "{key} {}, it was {}",
        of(again, key),
        of(first, key)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn handled(fuel: u64, wall: u64, data: &str) -> Handled {
        Handled {
            outcome: json!({"class": "completed", "fuel": fuel, "wall_us": wall}),
            outputs: vec![json!({"data": data})],
            log: Vec::new(),
        }
    }

    #[test]
    fn only_time_may_differ() {
        let first = [handled(5, 1, "a")];
        assert_eq!(differs(&first, &[handled(5, 2, "a")]), None);
        let more = differs(&first, &[handled(6, 1, "a")]);
        assert_eq!(more.unwrap(), "event 1, fuel 6, it was 5");
        let other = differs(&first, &[handled(5, 1, "b")]);
        assert_eq!(other.unwrap(), "event 1, [\"b\"], it was [\"a\"]");
    }
}
