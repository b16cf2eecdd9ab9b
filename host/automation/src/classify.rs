//! Gives every failure of an event one class and code of the closed set.

use crate::EventError;
use crate::bindings::{self, FailureKind};
use crate::limits::{Limits, Unit};
use crate::outcome::Class;
use crate::redact::Redactor;
use crate::state::StateError;
use guesthouse_diagnostics::{chain, units};
use guesthouse_sandbox::{Limit, RunError, clean};
use std::any::Any;
use std::time::Duration;

/// Bytes of a message or a trace.
const MAX_TEXT: usize = 16 << 10;
const MAX_CODE: usize = 64;

/// A failure before its text is cleaned for the operator.
#[derive(Debug)]
pub(crate) struct FailureReport {
    pub(crate) class: Class,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) trace: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) hint: Option<String>,
}

impl FailureReport {
    fn new(class: Class, code: Option<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            class,
            code,
            message,
            trace: None,
            retry_after: None,
            hint: None,
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Reports a failure that the guest returned. If the guest exceeded a limit before, the limit
    /// is the reason.
    pub(crate) fn guest(
        failure: bindings::Failure,
        limit_hit: Option<Limit>,
        limits: &Limits,
    ) -> Self {
        if let Some(limit) = limit_hit {
            let mut report = Self::limit(limit.code(), limits);
            report.trace = Some(failure.trace.unwrap_or(failure.message));
            return report;
        }
        let class = match failure.kind {
            FailureKind::Rejected => Class::Rejected,
            FailureKind::Failed => Class::Failed,
            FailureKind::Unavailable => Class::Unavailable,
            FailureKind::Crashed => Class::Crashed,
        };
        let code = match class {
            Class::Crashed => Some(crash_code(failure.code.as_deref())),
            _ => failure.code.as_deref().and_then(sanitised),
        };
        let mut report = Self::new(class, code, failure.message);
        report.trace = failure.trace;
        match class {
            Class::Unavailable => {
                let after = failure.retry_after_ms;
                report.retry_after = after.map(|ms| Duration::from_millis(ms.into()));
                report
            }
            Class::Crashed => report.hint(BUG_HINT),
            _ => report,
        }
    }

    /// Reports a run that ended without a result.
    pub(crate) fn stop(stop: RunError, limits: &Limits) -> Self {
        match stop {
            RunError::Crashed(crash) => {
                let code = Some(crash.code.code().to_owned());
                let mut report = Self::new(Class::Crashed, code, crash.message).hint(BUG_HINT);
                report.trace = crash.trace;
                report
            }
            RunError::Limit(limit) => Self::limit(limit.code(), limits),
            RunError::Timeout => {
                let message = format!(
                    "the run exceeded its deadline of {} ms",
                    limits.run.deadline_ms
                );
                Self::new(Class::Timeout, None, message).hint(
                    "a service or this machine is slow; if that is normal, raise the limit `deadline`",
                )
            }
            RunError::HostError(message) => Self::new(Class::HostError, None, message),
            RunError::HostBug(message) => Self::bug(&message),
        }
    }

    /// Reports an output that breaks a rule.
    pub(crate) fn invalid_output(code: &str, message: String) -> Self {
        Self::new(Class::InvalidOutput, Some(code.to_owned()), message)
            .hint("correct the plugin; the record `output` of the contract documents the rules for outputs")
    }

    /// Reports an event that is larger than the plugin accepts.
    pub(crate) fn event_bytes(bytes: u64, limits: &Limits) -> Self {
        let max = units::size(limits.event_bytes);
        let message =
            format!("the event has {bytes} bytes, more than the limit `event_bytes` of {max}");
        Self::new(Class::Rejected, Some("event-bytes".to_owned()), message)
            .hint("if the plugin should handle such events, raise `event_bytes` under the plugin's `limits`")
    }

    /// Reports an event with an attribute that is longer than any plugin accepts.
    pub(crate) fn attribute_bytes(message: String) -> Self {
        Self::new(Class::Rejected, Some("attribute-bytes".to_owned()), message)
            .hint("shorten the attribute in the program that sends the event")
    }

    /// Reports an event that breaks a rule of CloudEvents.
    pub(crate) fn invalid_event(error: &EventError) -> Self {
        let code = Some(error.code().to_owned());
        Self::new(Class::Rejected, code, error.to_string())
            .hint("correct the program that makes the event")
    }

    /// Reports an event that has the source and id of another event.
    pub(crate) fn id_reused() -> Self {
        Self::new(Class::Rejected, Some("id-reused".to_owned()), ID_REUSED).hint(
            "give each event an id of its own; `guesthouse run --again` handles this event anyway",
        )
    }

    pub(crate) fn bug(error: &dyn std::fmt::Display) -> Self {
        Self::new(Class::HostBug, None, error.to_string())
            .hint("report this bug of Guesthouse, and attach the plugin")
    }

    /// Reports a panic of the host. The caller cleans the message with all others.
    pub(crate) fn panic(panic: &(dyn Any + Send)) -> Self {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Self::bug(&text.unwrap_or("a panic without a message"))
    }

    /// Reports that the event exceeded the limit with this code.
    pub(crate) fn limit(code: &str, limits: &Limits) -> Self {
        let Some((limit, number)) = limits.of_code(code) else {
            return Self::bug(&format!("unknown limit code `{code}`"));
        };
        let number = match limit.unit {
            Unit::Bytes => units::size(number),
            Unit::Milliseconds => format!("{number}ms"),
            Unit::Count => number.to_string(),
        };
        let key = limit.key;
        let message = format!("the plugin exceeded its limit `{key}` of {number}");
        let hint = match key {
            "hops" => "plugins may send events to each other in a loop; if not, raise `hops` under the plugin's `limits`".to_owned(),
            "fuel" => "look for a loop that does not end; if the plugin needs more, raise `fuel` under the plugin's `limits`".to_owned(),
            _ => format!("if the plugin needs more, raise `{key}` under the plugin's `limits`"),
        };
        Self::new(Class::Limit, Some(code.to_owned()), message).hint(hint)
    }

    /// Adds what was found to the message.
    pub(crate) fn found(mut self, found: &str) -> Self {
        self.message = format!("{}: {found}", self.message);
        self
    }
}

impl From<StateError> for FailureReport {
    fn from(error: StateError) -> Self {
        Self::new(Class::HostError, None, chain(&error))
    }
}

/// Cleans a message or a trace for the operator: hides known secrets, makes the text printable and
/// bounds its length.
pub(crate) fn shown(text: &str, secrets: &Redactor) -> String {
    // A guest can place a secret where the text is cut. So secrets are hidden before the last cut.
    let mut text = clean(text, 4 * MAX_TEXT, true);
    secrets.text(&mut text);
    clean(&text, MAX_TEXT, true)
}

/// Says that the sender used an id for two events.
pub(crate) const ID_REUSED: &str =
    "an event with the same source and id but other content is already committed";

const BUG_HINT: &str = "the plugin has a bug; send the lines above to its author";

/// Returns `panic` or `exception`. The guest cannot choose another code.
fn crash_code(code: Option<&str>) -> String {
    code.filter(|code| *code == "panic")
        .unwrap_or("exception")
        .to_owned()
}

/// Reduces the guest's code to a plain word.
fn sanitised(code: &str) -> Option<String> {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let code: String = code.chars().take(MAX_CODE).map(plain).collect();
    (!code.is_empty()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT, shown};
    use crate::redact::Redactor;

    #[test]
    fn the_text_of_a_failure_is_truncated() {
        let text = shown(&"a".repeat(100_000), &Redactor::new([]));
        assert!(text.len() <= 16 << 10, "{} bytes", text.len());
        assert!(text.len() > MAX_TEXT / 2, "{} bytes", text.len());
    }
}
