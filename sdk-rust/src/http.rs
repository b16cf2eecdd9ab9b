//! Requests to the services that the operator named as connections.
//!
//! At least once: an event that is handled again sends its requests again, with the same
//! `idempotency-key`, which the host adds. So does it the credentials, which a plugin never sees.
//!
//! ```no_run
//! # use guesthouse_sdk::{Result, http};
//! # fn example() -> Result<()> {
//! let body = serde_json::json!({ "login": "octocat" });
//! let response = http::Request::post("profiles", "/profiles").json(&body)?.send()?;
//! if response.status == 200 {
//!     let profile = response.json()?;
//! }
//! # Ok(()) }
//! ```

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::json::{self, ParseError, WriteError};
use crate::{Failure, FailureKind, Result, host};

/// Sends a `GET` request without headers.
///
/// # Errors
/// There is no answer. Every status is an answer, also 404 and 500.
pub fn get(connection: &str, path: &str) -> Result<Response, Error> {
    Request::get(connection, path).send()
}

/// A request to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The name of a connection in the policy.
    pub connection: String,
    /// An HTTP method in capitals.
    pub method: String,
    /// Path and query. Starts with one `/`; dot segments, backslashes and fragments are refused.
    pub path: String,
    /// Headers to send. Those that belong to the host are dropped.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// How long to wait; never longer than the policy allows.
    pub timeout: Option<Duration>,
}

impl Request {
    /// Makes a request without headers and body.
    pub fn new(
        method: impl Into<String>,
        connection: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self {
            connection: connection.into(),
            method: method.into(),
            path: path.into(),
            headers: Vec::new(),
            body: None,
            timeout: None,
        }
    }

    /// Makes a `GET` request.
    pub fn get(connection: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new("GET", connection, path)
    }

    /// Makes a `POST` request.
    pub fn post(connection: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new("POST", connection, path)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body, bytes or text.
    #[must_use]
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: Some(body.into()),
            ..self
        }
    }

    /// Sets the body to `value` as JSON and adds `content-type: application/json`.
    ///
    /// # Errors
    /// The value has no JSON form, for example a number that is not finite.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Result<Self, WriteError> {
        let body = json::write(value)?;
        Ok(self.header("content-type", "application/json").body(body))
    }

    /// Sets how long to wait; never longer than the policy allows.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self {
            timeout: Some(timeout),
            ..self
        }
    }

    /// Sends the request and waits for the whole answer.
    ///
    /// # Errors
    /// There is no answer. Every status is an answer, also 404 and 500.
    pub fn send(self) -> Result<Response, Error> {
        let connection = self.connection.clone();
        host::http_send(self).map_err(|kind| Error { kind, connection })
    }
}

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Headers with names in lower case, sorted; a name may repeat.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the first value of a header. `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Parses the body as JSON, whatever its media type, by the rules of [`json`].
    ///
    /// # Errors
    /// Where and why it is not JSON.
    pub fn json(&self) -> Result<Value, ParseError> {
        json::parse(&self.body)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    /// `failed`, `invalid-utf8` if it is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).map_err(|error| {
            let at = error.valid_up_to();
            Failure::failed(
                "invalid-utf8",
                format!("not text: invalid-utf8 at byte {at}"),
            )
        })
    }
}

/// There is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// Why not.
    pub kind: ErrorKind,
    /// The connection the request named.
    pub connection: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The policy grants no connection of that name, or not this method or path on it.
    NotGranted,
    /// The request breaks a rule.
    InvalidRequest,
    /// The service refused the connection, or plugins may not reach its address.
    Refused,
    /// No complete answer in time.
    Timeout,
    /// Request or answer are larger than the policy allows.
    TooLarge,
    /// The service cannot be reached for the moment.
    Unavailable,
}

impl ErrorKind {
    pub(crate) fn failure(self) -> FailureKind {
        match self {
            Self::Timeout | Self::Unavailable => FailureKind::Unavailable,
            _ => FailureKind::Failed,
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "http: {} (connection \"{}\")",
            self.kind, self.connection
        )
    }
}

/// The name in the contract, for example `not-granted`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotGranted => "not-granted",
            Self::InvalidRequest => "invalid-request",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::TooLarge => "too-large",
            Self::Unavailable => "unavailable",
        })
    }
}
