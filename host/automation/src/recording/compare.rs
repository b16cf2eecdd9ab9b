//! Compares a recording with a replay of it.

use super::tape::Call;
use super::{Bytes, Ending, Recording};
use crate::LogLine;
use guesthouse_sandbox::clean;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// The longest text of a difference, in bytes.
const SHOWN: usize = 500;
/// Stands for a part that one of the two runs does not have.
const NOTHING: &str = "nothing";

/// A part of a run in which a replay differs from the recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The part, such as `call 3`, `outcome` or `output 1`.
    pub part: String,
    /// The part in the recording, printable.
    pub recorded: String,
    /// The part in the replay, printable.
    pub replayed: String,
}

impl Difference {
    fn new(
        part: impl Into<String>,
        recorded: impl fmt::Display,
        replayed: impl fmt::Display,
    ) -> Self {
        Self {
            part: part.into(),
            recorded: clean(&recorded.to_string(), SHOWN, true),
            replayed: clean(&replayed.to_string(), SHOWN, true),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            part,
            recorded,
            replayed,
        } = self;
        write!(f, "{part}: recorded {recorded}, now {replayed}")
    }
}

impl Recording {
    /// Returns the parts in which a replay differs: of calls, log lines and outputs, the first one that
    /// does. Fuel and memory count only if component and engine are the same.
    #[must_use]
    pub fn differences(&self, replay: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        found.extend(first("call", &self.calls, &replay.calls, show_call));
        if self.outcome.without_usage() != replay.outcome.without_usage() {
            let [recorded, replayed] = [&self.outcome, &replay.outcome].map(show_ending);
            found.push(Difference::new("outcome", recorded, replayed));
        }
        found.extend(first("output", &self.outputs, &replay.outputs, show_json));
        found.extend(self.changes(replay));
        found.extend(first("log line", &self.log, &replay.log, show_line));
        if self.is_same_build(replay) && self.engine == replay.engine {
            found.extend(self.usage(replay));
        }
        found
    }

    /// Returns whether the component is the same, so that the replay must be the same too.
    #[must_use]
    pub fn is_same_build(&self, replay: &Self) -> bool {
        self.digest == replay.digest
    }

    /// Returns what a replay has used and the recording does not have: values of keys and answers to
    /// requests, printable. The result of such a replay does not count.
    #[must_use]
    pub fn not_recorded(&self, replay: &Self) -> Vec<String> {
        let keys = replay.state.unknown_to(&self.state);
        let keys = keys.map(|(store, key)| {
            let [store, key] = [store, key].map(|text| clean(text, 100, false));
            format!("the value of `{key}` in `{store}`")
        });
        let requests = replay.requests.iter().filter(|exchange| {
            let mut recorded = self.requests.iter();
            !recorded.any(|recorded| recorded.request == exchange.request)
        });
        let requests = requests.map(|exchange| format!("the answer to `{}`", exchange.target()));
        keys.chain(requests).collect()
    }

    fn changes(&self, replay: &Self) -> Option<Difference> {
        let [recorded, replayed] = [self, replay].map(Self::all_changes);
        let keys = recorded.keys().chain(replayed.keys());
        let differs = keys.min_by_key(|key| (recorded.get(*key) == replayed.get(*key), **key))?;
        let [before, now] = [&recorded, &replayed].map(|changes| changes.get(differs));
        let (store, key) = differs;
        (before != now).then(|| {
            let part = format!(
                "state `{}` of `{}`",
                clean(key, 100, false),
                clean(store, 100, false)
            );
            Difference::new(part, show_change(before), show_change(now))
        })
    }

    fn all_changes(&self) -> BTreeMap<(&str, &str), &Option<Bytes>> {
        let stores = self.changes.iter();
        stores
            .flat_map(|(store, entries)| {
                let entries = entries.iter();
                entries.map(move |(key, value)| ((store.as_str(), key.as_str()), value))
            })
            .collect()
    }

    fn usage(&self, replay: &Self) -> Vec<Difference> {
        let [recorded, replayed] = [&self.outcome.usage, &replay.outcome.usage];
        [
            ("fuel", recorded.fuel, replayed.fuel),
            ("memory", recorded.peak_memory, replayed.peak_memory),
            ("host calls", recorded.host_calls, replayed.host_calls),
        ]
        .into_iter()
        .filter(|(_, recorded, replayed)| recorded != replayed)
        .map(|(part, recorded, replayed)| Difference::new(part, recorded, replayed))
        .collect()
    }
}

impl Ending {
    fn without_usage(&self) -> Self {
        Self {
            usage: crate::Usage::default(),
            ..self.clone()
        }
    }
}

/// Returns the first place at which two lists differ, counted from 1.
fn first<T: PartialEq>(
    part: &str,
    recorded: &[T],
    replayed: &[T],
    show: impl Fn(&T) -> String,
) -> Option<Difference> {
    let longest = recorded.len().max(replayed.len());
    let at = (0..longest).find(|at| recorded.get(*at) != replayed.get(*at))?;
    let [recorded, replayed] =
        [recorded, replayed].map(|list| list.get(at).map_or_else(|| NOTHING.to_owned(), &show));
    Some(Difference::new(
        format!("{part} {}", at + 1),
        recorded,
        replayed,
    ))
}

/// `state.get("seen", "42")`
fn show_call(call: &Call) -> String {
    let shown: Vec<_> = call.arguments.iter().map(show_json).collect();
    let cut = if call.digest.is_some() { ", cut" } else { "" };
    format!("{}({}{cut})", call.function, shown.join(", "))
}

fn show_ending(ending: &Ending) -> String {
    let code = ending.code.as_ref().map(|code| format!("[{code}]"));
    let message = ending
        .message
        .as_ref()
        .map(|message| format!(": {message}"));
    format!(
        "{}{}{}",
        ending.class,
        code.unwrap_or_default(),
        message.unwrap_or_default()
    )
}

fn show_line(line: &LogLine) -> String {
    show_json(line)
}

fn show_change(change: Option<&&Option<Bytes>>) -> String {
    match change {
        None => "unchanged".to_owned(),
        Some(None) => "deleted".to_owned(),
        Some(Some(value)) => show_json(value),
    }
}

fn show_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
