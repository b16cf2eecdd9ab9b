//! Totals of a run.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use guesthouse::{Class, Limits, Outcome};
use serde_json::json;

use super::costs::Costs;
use crate::error::Kind;

pub(super) struct Tally {
    costs: Costs,
    classes: BTreeMap<Class, u64>,
    pub(super) outputs: u64,
    pub(super) already_committed: u64,
    /// Those of `already_committed` that another build of the plugin handled.
    pub(super) by_other_build: u64,
    /// Those of `already_committed` whose first event had other content.
    pub(super) ids_reused: u64,
    pub(super) skipped: u64,
    pub(super) bad_lines: u64,
}

impl Tally {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            costs: Costs::new(limits),
            classes: BTreeMap::new(),
            outputs: 0,
            already_committed: 0,
            by_other_build: 0,
            ids_reused: 0,
            skipped: 0,
            bad_lines: 0,
        }
    }

    pub(super) fn count(&mut self, outcome: &Outcome) {
        self.costs.count(outcome);
        self.count_class(outcome.class());
        if let Outcome::Completed(done) = outcome {
            self.already_committed += u64::from(done.already_committed);
            self.outputs += done.events.len() as u64;
        }
    }

    fn count_class(&mut self, class: Class) {
        *self.classes.entry(class).or_default() += 1;
    }

    fn of(&self, class: Class) -> u64 {
        self.classes.get(&class).copied().unwrap_or(0)
    }

    fn handled(&self) -> u64 {
        self.classes.values().sum()
    }

    /// Returns the reason to fail, if an event did not complete.
    pub(super) fn fault(&self) -> Option<Kind> {
        if self.of(Class::HostBug) > 0 {
            Some(Kind::Bug)
        } else if self.bad_lines > 0 || self.handled() > self.of(Class::Completed) {
            Some(Kind::Failed)
        } else {
            None
        }
    }

    /// `12 events: 10 completed (4 already committed, 3 by another build), 2 rejected; 3 skipped (type
    /// not in `on`); 1 invalid line`
    pub(super) fn sentence(&self) -> String {
        let mut text = counted(self.handled(), "event");
        let mut separator = ": ";
        for (class, count) in &self.classes {
            let _ = write!(text, "{separator}{count} {class}");
            separator = ", ";
            if *class == Class::Completed && self.already_committed > 0 {
                let _ = write!(text, " ({} already committed", self.already_committed);
                for (count, what) in [
                    (self.by_other_build, "by another build"),
                    (self.ids_reused, "for another event with the same id"),
                ] {
                    if count > 0 {
                        let _ = write!(text, ", {count} {what}");
                    }
                }
                text.push(')');
            }
        }
        if self.skipped > 0 {
            let _ = write!(text, "; {} skipped (type not in `on`)", self.skipped);
        }
        if self.bad_lines > 0 {
            let _ = write!(text, "; {}", counted(self.bad_lines, "invalid line"));
        }
        text
    }

    pub(super) fn as_json(&self, elapsed: Duration) -> serde_json::Value {
        json!({
            "type": "summary",
            "events": self.handled(),
            "classes": self.classes.iter().map(|(class, count)| (class.as_str(), count)).collect::<BTreeMap<_, _>>(),
            "already_committed": self.already_committed,
            "by_other_build": self.by_other_build,
            "ids_reused": self.ids_reused,
            "skipped": self.skipped,
            "bad_lines": self.bad_lines,
            "outputs": self.outputs,
            "wall_ms": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            "costs": self.costs.as_json(),
        })
    }

    /// Returns the rate and what the events cost, in lines.
    pub(super) fn costs(&self, elapsed: Duration) -> String {
        let mut lines = vec![self.rate(elapsed)];
        lines.extend(self.costs.lines());
        lines.join("\n")
    }

    fn rate(&self, elapsed: Duration) -> String {
        let seconds = elapsed.as_secs_f64();
        let rate = if seconds > 0.0 {
            self.handled() as f64 / seconds
        } else {
            0.0
        };
        format!("{seconds:.2} s, {rate:.0} events per second")
    }
}

pub(in crate::verbs) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_omits_counts_of_zero() {
        let mut tally = Tally::new(&Limits::default());
        assert_eq!(tally.sentence(), "0 events");
        tally.count_class(Class::Completed);
        tally.count_class(Class::Rejected);
        tally.already_committed = 1;
        tally.bad_lines = 1;
        assert_eq!(
            tally.sentence(),
            "2 events: 1 completed (1 already committed), 1 rejected; 1 invalid line"
        );
        tally.by_other_build = 1;
        tally.ids_reused = 1;
        assert_eq!(
            tally.sentence(),
            "2 events: 1 completed (1 already committed, 1 by another build, 1 for another event with the same id), \
             1 rejected; 1 invalid line"
        );
    }

    #[test]
    fn a_bug_of_the_host_takes_precedence() {
        let mut tally = Tally::new(&Limits::default());
        assert_eq!(tally.fault(), None);
        tally.count_class(Class::Failed);
        assert_eq!(tally.fault(), Some(Kind::Failed));
        tally.count_class(Class::HostBug);
        assert_eq!(tally.fault(), Some(Kind::Bug));
    }
}
