//! What the events of a run cost: time, fuel, and how close they came to the plugin's limits.

use std::time::Duration;

use guesthouse::{Limits, Outcome, Run};
use serde_json::json;

use super::histogram::Histogram;
use super::tally::counted;
use crate::verbs::printable;

/// The number of most expensive events that are named.
const NAMED: usize = 3;

pub(super) struct Costs {
    /// Wall time in microseconds.
    times: Histogram,
    /// The events with the most fuel, the most expensive first.
    expensive: Vec<Expensive>,
    most_used: Vec<MostUsed>,
    log_lines_dropped: u64,
}

struct Expensive {
    fuel: u64,
    event: String,
    source: String,
}

/// The most that one event used of a limit.
struct MostUsed {
    limit: &'static str,
    granted: u64,
    used: u64,
}

impl Costs {
    pub(super) fn new(limits: &Limits) -> Self {
        let most_used = [
            ("fuel", limits.run.fuel),
            ("memory", limits.run.memory),
            ("deadline", limits.run.deadline_ms.saturating_mul(1_000)),
            ("host_calls", limits.run.host_calls),
            ("outputs", limits.outputs),
        ];
        Self {
            times: Histogram::default(),
            expensive: Vec::new(),
            most_used: most_used
                .map(|(limit, granted)| MostUsed {
                    limit,
                    granted,
                    used: 0,
                })
                .into(),
            log_lines_dropped: 0,
        }
    }

    pub(super) fn count(&mut self, outcome: &Outcome) {
        let outputs = match outcome {
            // The figures are those of the first run.
            Outcome::Completed(done) if done.already_committed => return,
            Outcome::Completed(done) => done.events.len() as u64,
            Outcome::Failed(_) => 0,
        };
        let usage = outcome.usage();
        self.times.count(usage.wall_us);
        self.log_lines_dropped += usage.log_lines_dropped;
        let used = [
            usage.fuel,
            usage.peak_memory,
            usage.wall_us,
            usage.host_calls,
            outputs,
        ];
        for (most, used) in self.most_used.iter_mut().zip(used) {
            most.used = most.used.max(used);
        }
        self.rank(usage.fuel, outcome.run());
    }

    fn rank(&mut self, fuel: u64, run: &Run) {
        let rank = self.expensive.partition_point(|before| before.fuel >= fuel);
        if fuel == 0 || rank >= NAMED {
            return;
        }
        let expensive = Expensive {
            fuel,
            event: run.event.clone(),
            source: run.source.clone(),
        };
        self.expensive.insert(rank, expensive);
        self.expensive.truncate(NAMED);
    }

    /// Returns the lines of the summary, or none if no event was handled.
    pub(super) fn lines(&self) -> Vec<String> {
        if self.times.is_empty() {
            return Vec::new();
        }
        let [median, p99] = [50, 99].map(|percent| millis(self.times.percentile(percent)));
        let mut lines = vec![format!("time per event: median {median}, p99 {p99}")];
        if !self.expensive.is_empty() {
            let names = self.expensive.iter().map(Expensive::text);
            lines.push(format!(
                "most fuel: {}",
                names.collect::<Vec<_>>().join(", ")
            ));
        }
        lines.push(format!("most used of a limit: {}", self.shares()));
        if self.log_lines_dropped > 0 {
            let dropped = counted(self.log_lines_dropped, "log line");
            lines.push(format!(
                "{dropped} dropped, because of the limits `log_lines`, `log_line_bytes` and `log_bytes`"
            ));
        }
        lines
    }

    /// `memory 40 %, fuel 12 %, the others less than 1 %`
    fn shares(&self) -> String {
        let mut most_used: Vec<_> = self.most_used.iter().collect();
        most_used.sort_by(|one, other| other.share().total_cmp(&one.share()));
        let mut shown: Vec<_> = most_used.iter().filter_map(|it| it.text()).collect();
        match shown.len() {
            0 => return "less than 1 % of each".to_owned(),
            some if some < most_used.len() => shown.push("the others less than 1 %".to_owned()),
            _ => {}
        }
        shown.join(", ")
    }

    pub(super) fn as_json(&self) -> serde_json::Value {
        let expensive: Vec<_> = self
            .expensive
            .iter()
            .map(|it| json!({ "event": it.event, "source": it.source, "fuel": it.fuel }))
            .collect();
        let most_used: serde_json::Map<_, _> = self
            .most_used
            .iter()
            .map(|it| (it.limit.to_owned(), json!(it.share())))
            .collect();
        json!({
            "median_us": self.times.percentile(50),
            "p99_us": self.times.percentile(99),
            "most_fuel": expensive,
            "most_used": most_used,
            "log_lines_dropped": self.log_lines_dropped,
        })
    }
}

impl Expensive {
    fn text(&self) -> String {
        let (event, source) = (printable(&self.event), printable(&self.source));
        format!("{} by event `{event}` of `{source}`", self.fuel)
    }
}

impl MostUsed {
    /// Returns the share of the limit, from 0 to 1.
    fn share(&self) -> f64 {
        if self.granted == 0 {
            return 0.0;
        }
        self.used as f64 / self.granted as f64
    }

    /// Returns for example `fuel 12 %`, if that is at least 1 %.
    fn text(&self) -> Option<String> {
        let percent = self.share() * 100.0;
        (percent >= 1.0).then(|| format!("{} {percent:.0} %", self.limit))
    }
}

fn millis(micros: u64) -> String {
    let time = Duration::from_micros(micros);
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
