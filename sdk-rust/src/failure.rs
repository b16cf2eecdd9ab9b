use std::error::Error;
use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::bindings::guesthouse::automation::types;
use crate::{host, http, json, state};

/// Why the plugin did not handle an event. The host discards the state changes.
///
/// `?` converts every error into a failure. An error of this crate, or an error that it caused,
/// keeps the kind and code listed in `docs/reference/sdk.md`. Every other error becomes `failed`
/// without a code. The operator sees the line of the `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Who is at fault, which decides whether to retry.
    pub kind: FailureKind,
    /// A stable code for programs: at most 64 characters of `a-z0-9-`.
    pub code: Option<String>,
    /// A message for the operator.
    pub message: String,
    /// For [`FailureKind::Unavailable`]: how long to wait before retrying.
    pub retry_after: Option<Duration>,
    place: Place,
}

/// Where the plugin's source turned an error into a failure, if it did. Not part of equality.
#[derive(Clone, Copy, Debug, Default, Eq)]
struct Place(Option<&'static Location<'static>>);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Place {
    #[track_caller]
    fn caller() -> Self {
        let place = Location::caller();
        // A function that is passed on, as in `map_err(Failure::from)`, is called by the library.
        Self(Some(place).filter(|place| !place.file().starts_with("/rustc/")))
    }

    fn trace(self) -> Option<String> {
        self.0.map(ToString::to_string)
    }
}

/// Who is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The event: it is malformed, or this plugin cannot accept it. Do not retry.
    Rejected,
    /// The plugin: it could not do its work with a valid event. Do not retry.
    Failed,
    /// A service that the plugin needs is currently unavailable. Retry later.
    Unavailable,
}

impl Failure {
    /// Creates a failure of kind [`FailureKind::Rejected`].
    pub fn rejected(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Rejected, code, message)
    }

    /// Creates a failure of kind [`FailureKind::Failed`].
    pub fn failed(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Failed, code, message)
    }

    /// Creates a failure of kind [`FailureKind::Unavailable`].
    pub fn unavailable(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Unavailable, code, message)
    }

    /// Sets how long to wait before retrying. Only [`FailureKind::Unavailable`] uses it.
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
            place: Place::default(),
        }
    }

    /// Creates a failure of this crate. Its trace is the line that called the crate.
    #[track_caller]
    pub(crate) fn here(kind: FailureKind, code: &str, message: String) -> Self {
        Self {
            place: Place::caller(),
            ..Self::new(kind, code, message)
        }
    }
}

/// Writes `kind (code): message`. `Failure` does not implement [`std::error::Error`], so that `?`
/// can convert every error into it.
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
    #[track_caller]
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut known = known(&error);
        let mut cause = error.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            known = known.or_else(|| self::known(error));
            cause = error.source();
        }
        message.push_str(host::instead(&message).unwrap_or_default());
        let (kind, code) = match known {
            Some((kind, code)) => (kind, Some(code)),
            None => (FailureKind::Failed, None),
        };
        Self {
            kind,
            code,
            message,
            retry_after: None,
            place: Place::caller(),
        }
    }
}

/// Returns the kind and code of an error of this crate.
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
    } else if error.is::<json::TypeError>() {
        "unexpected-json"
    } else {
        return None;
    };
    Some((FailureKind::Failed, code.to_string()))
}

/// More than the host keeps, so that the host truncates the text and marks it.
const MAX_TEXT: usize = 20_000;

/// Truncates a text that would exceed a limit of the host and so hide the failure.
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
            trace: failure.place.trace(),
        }
    }
}
