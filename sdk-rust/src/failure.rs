use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::bindings::guesthouse::automation::types;
use crate::{http, json, state};

/// Why an event could not be handled. State changes are dropped.
///
/// `?` makes one of every error. Those of this crate keep their kind and code, as the table in
/// `docs/reference/sdk.md` says, also as the cause of another error; every other one is `failed`
/// without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Who is at fault, and so whether it is tried again.
    pub kind: FailureKind,
    /// A short stable word for machines: `a-z0-9-`, at most 64 characters.
    pub code: Option<String>,
    /// A sentence for the operator.
    pub message: String,
    /// Under [`FailureKind::Unavailable`]: when it is worth trying again.
    pub retry_after: Option<Duration>,
}

/// Who is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The event: malformed, or nothing this plugin can accept. Not tried again.
    Rejected,
    /// The plugin could not do its work with a sound event. Not tried again.
    Failed,
    /// An upstream, for the moment. Tried again later.
    Unavailable,
}

impl Failure {
    /// The event is at fault.
    pub fn rejected(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Rejected, code, message)
    }

    /// The plugin could not do its work.
    pub fn failed(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Failed, code, message)
    }

    /// An upstream is not available for the moment.
    pub fn unavailable(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Unavailable, code, message)
    }

    /// Says when it is worth trying again; read under [`FailureKind::Unavailable`] only.
    #[must_use]
    pub fn retry_after(self, delay: Duration) -> Self {
        Self {
            retry_after: Some(delay),
            ..self
        }
    }

    fn new(kind: FailureKind, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: Some(code.into()),
            message: message.into(),
            retry_after: None,
        }
    }
}

/// `kind (code): message`. Not a [`std::error::Error`], so that `?` can take every error.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            FailureKind::Rejected => "rejected",
            FailureKind::Failed => "failed",
            FailureKind::Unavailable => "unavailable",
        })?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut known = known(&error);
        let mut cause = error.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            known = known.or_else(|| self::known(error));
            cause = error.source();
        }
        let (kind, code) = match known {
            Some((kind, code)) => (kind, Some(code)),
            None => (FailureKind::Failed, None),
        };
        Self {
            kind,
            code,
            message,
            retry_after: None,
        }
    }
}

/// The kind and code of an error of this crate.
fn known(error: &(dyn Error + 'static)) -> Option<(FailureKind, String)> {
    if let Some(error) = error.downcast_ref::<state::Error>() {
        return Some((error.kind.failure(), format!("state-{}", error.kind)));
    }
    if let Some(error) = error.downcast_ref::<http::Error>() {
        return Some((error.kind.failure(), format!("http-{}", error.kind)));
    }
    let code = if error.is::<json::ParseError>() {
        "invalid-json"
    } else if error.is::<json::WriteError>() {
        "invalid-json-value"
    } else {
        return None;
    };
    Some((FailureKind::Failed, code.to_string()))
}

/// More than the host keeps, so that it is the host that marks where it cut.
const MAX_TEXT: usize = 20_000;

/// Cuts a text so long that handing it over would break a limit and hide the failure it tells of.
fn brief(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}

impl From<Failure> for types::Failure {
    fn from(failure: Failure) -> Self {
        let millis = |delay: Duration| u32::try_from(delay.as_millis()).unwrap_or(u32::MAX);
        Self {
            kind: match failure.kind {
                FailureKind::Rejected => types::FailureKind::Rejected,
                FailureKind::Failed => types::FailureKind::Failed,
                FailureKind::Unavailable => types::FailureKind::Unavailable,
            },
            code: failure.code,
            message: brief(failure.message),
            retry_after_ms: failure.retry_after.map(millis),
            trace: None,
        }
    }
}
