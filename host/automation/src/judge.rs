//! Turns every way in which handling an event can fail into one class and code of the closed set.

use crate::bindings::{self, FailureKind};
use crate::outcome::Class;
use crate::output::Refused;
use crate::policy::{Policy, write_size};
use crate::redact::Redactor;
use guesthouse_sandbox::{Limit, Stop, clean};
use std::time::Duration;

/// The most bytes of a message or a trace that are kept.
const MAX_TEXT: usize = 16 << 10;
const MAX_CODE: usize = 64;

/// A failure before it is dressed for the operator.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) class: Class,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) trace: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) hint: Option<String>,
}

impl Verdict {
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

    /// Judges a failure that the guest returned. One that met a limit before failed because of it.
    pub(crate) fn guest(failure: bindings::Failure, hit: Option<Limit>, policy: &Policy) -> Self {
        if let Some(limit) = hit {
            let mut verdict = Self::limit(limit, policy);
            verdict.trace = Some(failure.trace.unwrap_or(failure.message));
            return verdict;
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
        let mut verdict = Self::new(class, code, failure.message);
        verdict.trace = failure.trace;
        if class == Class::Unavailable {
            verdict.retry_after = failure
                .retry_after_ms
                .map(|ms| Duration::from_millis(ms.into()));
        }
        if class == Class::Crashed {
            verdict.hint(BUG_HINT)
        } else {
            verdict
        }
    }

    /// Judges a run that ended without an answer.
    pub(crate) fn stop(stop: Stop, policy: &Policy) -> Self {
        match stop {
            Stop::Crashed(crash) => {
                let code = Some(crash.code.code().to_owned());
                let mut verdict = Self::new(Class::Crashed, code, crash.message).hint(BUG_HINT);
                verdict.trace = crash.trace;
                verdict
            }
            Stop::Limit(limit) => Self::limit(limit, policy),
            Stop::Timeout => {
                let message = format!("not done within {} ms", policy.limits.wall_ms);
                Self::new(Class::Timeout, None, message)
                    .hint("an upstream or this machine is slow; if that is normal, raise the limit `wall`")
            }
            Stop::HostError(message) => Self::new(Class::HostError, None, message),
            Stop::HostBug(message) => Self::bug(&message),
        }
    }

    /// Judges outputs that may not be published.
    pub(crate) fn output(refused: Refused, policy: &Policy) -> Self {
        match refused {
            Refused::Invalid { code, message } => {
                let code = Some(code.to_owned());
                Self::new(Class::InvalidOutput, code, message)
                    .hint("the rules for outputs are part of the contract, record `output`")
            }
            Refused::Limit(limit) => Self::limit(limit, policy),
            Refused::Hops(max) => {
                let message = format!("the event has come through {max} plugins already");
                Self::new(Class::Limit, Some("hops".to_owned()), message).hint(
                    "plugins may be feeding each other in a circle; if not, raise the limit `hops`",
                )
            }
        }
    }

    /// Judges an event that is larger than the plugin takes.
    pub(crate) fn too_large(bytes: u64, policy: &Policy) -> Self {
        let max = write_size(policy.max_event);
        let message = format!("the event has {bytes} bytes, the plugin takes {max}");
        Self::new(Class::Rejected, Some("event-too-large".to_owned()), message).hint(
            "if such events are meant for it, raise `event_bytes` under the plugin's `limits`",
        )
    }

    /// Judges an event of which an attribute is longer than any plugin takes.
    pub(crate) fn too_long(wrong: String) -> Self {
        Self::new(Class::Rejected, Some("event-too-large".to_owned()), wrong)
    }

    pub(crate) fn database(error: &dyn std::fmt::Display) -> Self {
        Self::new(
            Class::HostError,
            None,
            format!("the state database failed: {error}"),
        )
    }

    pub(crate) fn bug(error: &dyn std::fmt::Display) -> Self {
        Self::new(Class::HostBug, None, error.to_string())
            .hint("please report this, with the plugin")
    }

    pub(crate) fn limit(limit: Limit, policy: &Policy) -> Self {
        let number = limit.of(&policy.limits);
        let key = limit.code().replace('-', "_");
        let number = match limit {
            Limit::Memory => write_size(number),
            _ if key.ends_with("_bytes") => write_size(number),
            _ => number.to_string(),
        };
        let message = format!("the plugin went over its limit `{key}` of {number}");
        let hint = format!("if the work is worth more, raise `{key}` under the plugin's `limits`");
        Self::new(Class::Limit, Some(limit.code().to_owned()), message).hint(hint)
    }
}

/// Makes a message or a trace fit to be shown: known secrets hidden, printable, of bounded length.
pub(crate) fn shown(text: &str, secrets: &Redactor) -> String {
    // A cut can leave the beginning of a secret, so secrets go before the last one.
    let mut text = clean(text, 4 * MAX_TEXT, true);
    secrets.text(&mut text);
    clean(&text, MAX_TEXT, true)
}

const BUG_HINT: &str = "this is a bug in the plugin: its author needs the lines above";

/// A guest that says it crashed did so in one of two ways.
fn crash_code(code: Option<&str>) -> String {
    code.filter(|code| *code == "panic")
        .unwrap_or("exception")
        .to_owned()
}

/// Makes a guest's code a word for machines.
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
