//! Reports the attacks: a JSON line for each, and a table of all.
//!
//! Endings, messages and counts decide. Times and memory depend on the machine and are only shown.

use crate::host_kind::HostKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The ending of an attack that did not end in time.
pub(crate) const HANG: &str = "hang";

/// One attack on one kind of host.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The kind of host.
    pub host: HostKind,
    /// The adversary.
    pub name: String,
    /// The row of the attack table.
    pub row: String,
    /// The expected end.
    pub must: String,
    /// Every way in which it ended.
    pub ended: BTreeSet<String>,
    /// The host's message.
    pub said: String,
    /// Violations: events that must never happen.
    pub wrong: BTreeSet<String>,
    /// Milliseconds until it was stopped, when it attacked alone.
    pub stop_ms: f64,
    /// MiB of resident memory that the host had above idle, when it attacked alone.
    pub host_mib: f64,
    /// MiB of memory that the guest itself had.
    pub guest_mib: f64,
    /// The 99th percentile of the canary's run time beside several attackers, in milliseconds.
    pub canary_p99_ms: f64,
}

impl Line {
    /// Returns whether it ended as it must and nothing else went wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty() && self.ended.iter().all(|ended| *ended == self.must)
    }

    /// Returns whether it ended as `class`, which it must not.
    fn wrongly_ended_as(&self, class: &str) -> bool {
        let is_of = |ending: &String| ending.starts_with(class);
        self.ended.iter().any(is_of) && !is_of(&self.must)
    }
}

/// The run times of the canary on a kind of host without attackers.
#[derive(Debug, Serialize)]
pub struct Baseline {
    /// The kind of host.
    pub host: HostKind,
    /// The 99th percentile of the run time without neighbours, in milliseconds.
    pub idle_p99_ms: f64,
    /// The same figure beside busy honest guests. There are as many of them as there are attackers
    /// in an attack.
    pub honest_p99_ms: f64,
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// One for each host that was built.
    pub baselines: Vec<Baseline>,
    /// One for each adversary on each kind of host.
    pub lines: Vec<Line>,
}

impl Report {
    /// Returns a line for each attack with its largest figures, then the baselines, then the
    /// violations and the number of attacks.
    #[must_use]
    pub fn table(&self) -> String {
        let header = format!(
            "{:<34} {:<26} {:>9} {:>9} {:>9} {:>9}",
            "attack", "ended", "stop ms", "host MiB", "guest MiB", "canary ms"
        );
        let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for line in &self.lines {
            by_name.entry(line.name.as_str()).or_default().push(line);
        }
        let mut out = vec![header];
        out.extend(by_name.into_iter().map(|(name, lines)| row(name, &lines)));
        out.extend(self.baselines.iter().map(|base| {
            format!(
                "canary p99 ({}): {:.1} ms idle, {:.1} ms beside honest busy guests",
                base.host, base.idle_p99_ms, base.honest_p99_ms
            )
        }));
        out.extend(self.lines.iter().filter_map(complaint));
        out.push(self.totals());
        out.join("\n")
    }

    fn totals(&self) -> String {
        let count = |is: &dyn Fn(&Line) -> bool| self.lines.iter().filter(|line| is(line)).count();
        let hosts: BTreeSet<_> = self
            .lines
            .iter()
            .map(|line| line.host.to_string())
            .collect();
        format!(
            "{} attacks on {} kinds of host: {} wrong, {} hangs, {} host bugs",
            self.lines.len(),
            hosts.len(),
            count(&|line| !line.is_good()),
            count(&|line| line.wrongly_ended_as(HANG)),
            count(&|line| line.wrongly_ended_as("host-bug")),
        )
    }
}

/// Returns the table's row for one attack on all kinds of host.
fn row(name: &str, lines: &[&Line]) -> String {
    let largest = |of: fn(&Line) -> f64| lines.iter().map(|line| of(line)).fold(0.0, f64::max);
    let endings: BTreeSet<_> = lines
        .iter()
        .flat_map(|line| &line.ended)
        .map(String::as_str)
        .collect();
    format!(
        "{name:<34} {:<26} {:>9.1} {:>9.1} {:>9.1} {:>9.1}",
        Vec::from_iter(endings).join(", "),
        largest(|line| line.stop_ms),
        largest(|line| line.host_mib),
        largest(|line| line.guest_mib),
        largest(|line| line.canary_p99_ms),
    )
}

/// Returns the violations of an attack.
fn complaint(line: &Line) -> Option<String> {
    let wrong: Vec<_> = line.wrong.iter().map(String::as_str).collect();
    (!line.is_good()).then(|| {
        format!(
            "WRONG {} ({}): ended as {:?}, must end as `{}`; {} {}",
            line.name,
            line.host,
            line.ended,
            line.must,
            wrong.join("; "),
            line.said
        )
    })
}
