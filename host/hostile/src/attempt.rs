//! The end of one attack, and the text that the host shows about it.

use crate::corpus::Adversary;
use crate::leaks::find_leak;
use guesthouse_sandbox::{Finished, Limits, LogLine, Refused, RunError};
use guesthouse_testing::calc::RunData;
use std::time::Duration;

/// The end of one attack.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// Class and code, or `refused` and the codes of the diagnostics.
    pub(crate) ended: String,
    /// The time until the host stopped the run or refused to load.
    pub(crate) took: Duration,
    /// The largest size of the guest's own memory, in bytes.
    pub(crate) guest_memory: u64,
    /// The host's message.
    pub(crate) said: String,
    /// Violations: events that must never happen.
    pub(crate) wrong: Vec<String>,
}

impl Attempt {
    /// Describes a run, with the leaks in the text about it.
    pub(crate) fn of_run(finished: &Finished<String, RunData>) -> Self {
        let error = finished.result.as_ref().err();
        let said = error.map(ToString::to_string).unwrap_or_default();
        let trace = match error {
            Some(RunError::Crashed(crash)) => crash.trace.as_deref(),
            _ => None,
        };
        let lines = finished.log.iter().map(|line| line.message.as_str());
        let texts = lines.chain(trace).chain([said.as_str()]);
        let wrong = texts
            .filter_map(|text| find_leak("text about the run", text))
            .collect();
        let ended = match error {
            None => "completed".to_owned(),
            Some(error) => join(error.class(), error.code()),
        };
        Self {
            ended,
            took: finished.usage.wall,
            guest_memory: finished.usage.peak_memory,
            said,
            wrong,
        }
    }

    /// Returns a message if the attack has the expected end for another reason.
    pub(crate) fn other_reason(&self, adversary: &Adversary) -> Option<String> {
        let says = adversary.says.as_ref()?;
        let is_other = self.ended == adversary.ends && !self.said.contains(says);
        is_other.then(|| format!("the attack ended for another reason: {}", self.said))
    }
}

/// Returns `refused` and the codes of the diagnostics.
pub(crate) fn refusal(refused: &Refused) -> String {
    let mut codes: Vec<_> = refused
        .diagnostics
        .iter()
        .map(|found| &*found.code)
        .collect();
    codes.dedup();
    format!("refused {}", codes.join(" "))
}

/// Returns class and code with a space between them.
pub(crate) fn join(class: &str, code: Option<&str>) -> String {
    let words: Vec<_> = [class].into_iter().chain(code).collect();
    words.join(" ")
}

/// Returns the limit that the log exceeds, if it exceeds one.
pub(crate) fn check_log(log: &[LogLine], limits: &Limits) -> Option<String> {
    let sizes = || log.iter().map(|line| line.message.len() as u64);
    let counts = [
        ("log_lines", log.len() as u64, limits.log_lines),
        (
            "log_line_bytes",
            sizes().max().unwrap_or(0),
            limits.log_line_bytes,
        ),
        ("log_bytes", sizes().sum(), limits.log_bytes),
    ];
    let (name, found, limit) = counts.into_iter().find(|(_, found, limit)| found > limit)?;
    Some(format!("{found} exceed {name}, which is {limit}"))
}
