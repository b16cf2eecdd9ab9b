//! Requests to the services that the policy names as connections.
//!
//! Requests are sent at least once: an event that is handled again sends its requests again, with
//! the same `idempotency-key`. The host adds that header and the credentials, which a plugin never
//! sees.
//!
//! ```no_run
//! # use guesthouse_sdk::{Result, http, json::json};
//! # fn example() -> Result<()> {
//! let body = json!({ "login": "octocat" });
//! let response = http::Request::post("profiles", "/profiles").json(&body)?.send()?;
//! if response.status == 200 {
//!     let profile = response.json()?;
//! }
//! # Ok(()) }
//! ```

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{self, Value, WriteError};
use crate::{Failure, FailureKind, Result, host};

/// Sends a `GET` request without headers.
///
/// # Errors
/// Fails if no response arrives. Every status is a response, including 404 and 500.
pub fn get(connection: &str, path: &str) -> Result<Response, Error> {
    Request::get(connection, path).send()
}

/// A request to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The name of a connection in the policy.
    pub connection: String,
    /// An HTTP method in capitals, for example `GET`.
    pub method: String,
    /// Path and query. Must start with exactly one `/`. Dot segments, backslashes and fragments are
    /// invalid.
    pub path: String,
    /// Headers to send. The host drops the headers that it sets itself.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// How long to wait for the response. The policy's limit still applies.
    pub timeout: Option<Duration>,
}

impl Request {
    /// Creates a request without headers or body.
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

    /// Creates a `GET` request.
    pub fn get(connection: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new("GET", connection, path)
    }

    /// Creates a `POST` request.
    pub fn post(connection: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new("POST", connection, path)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body, which is bytes or text.
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

    /// Sets how long to wait for the response. The policy's limit still applies.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self {
            timeout: Some(timeout),
            ..self
        }
    }

    /// Sends the request and waits for the complete response.
    ///
    /// # Errors
    /// Fails if no response arrives. Every status is a response, including 404 and 500.
    pub fn send(self) -> Result<Response, Error> {
        let connection = self.connection.clone();
        match host::http_send(self) {
            Ok(response) => Ok(Response {
                connection,
                ..response
            }),
            Err(kind) => Err(Error { kind, connection }),
        }
    }
}

/// The service's response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The name of the connection, which messages about the body name.
    pub connection: String,
    /// The status code, 100 to 599.
    pub status: u16,
    /// Headers, sorted by name; names are in lower case and may repeat.
    pub headers: Vec<(String, String)>,
    /// The complete body.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the first value of the header `name`, which must be in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Parses the body with [`json::parse`], whatever its media type.
    ///
    /// # Errors
    /// `failed`, `invalid-json` if the body is not JSON.
    #[track_caller]
    pub fn json(&self) -> Result<Value> {
        match json::parse(&self.body) {
            Ok(value) => Ok(value),
            Err(error) => {
                let (code, offset) = (error.kind, error.offset);
                let message = format!("is not valid JSON: {code} at byte {offset}");
                Err(self.failed("invalid-json", &message))
            }
        }
    }

    /// Parses the body as JSON and deserialises it into `T`.
    ///
    /// # Errors
    /// `failed`, `invalid-json`, or `unexpected-json` if the JSON does not fit `T`.
    #[track_caller]
    pub fn json_as<T: DeserializeOwned>(&self) -> Result<T> {
        match json::from_value(self.json()?) {
            Ok(value) => Ok(value),
            Err(error) => {
                let message = format!("does not match the expected type: {error}");
                Err(self.failed("unexpected-json", &message))
            }
        }
    }

    /// Returns the body as text.
    ///
    /// # Errors
    /// `failed`, `invalid-utf8` if the body is not UTF-8.
    #[track_caller]
    pub fn text(&self) -> Result<&str> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text),
            Err(error) => {
                let message = format!("is not valid UTF-8 at byte {}", error.valid_up_to());
                Err(self.failed("invalid-utf8", &message))
            }
        }
    }

    #[track_caller]
    fn failed(&self, code: &str, problem: &str) -> Failure {
        let connection = &self.connection;
        let message = format!("http: the response {problem} (connection \"{connection}\")");
        Failure::here(FailureKind::Failed, code, message)
    }
}

/// There is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// Why.
    pub kind: ErrorKind,
    /// The name of the connection.
    pub connection: String,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The policy does not grant the connection to this plugin, or not with this method or path.
    NotGranted,
    /// The request is invalid.
    InvalidRequest,
    /// Plugins may not connect to the service's address, or it does not answer in valid HTTP.
    Refused,
    /// The complete response did not arrive in time.
    Timeout,
    /// The request or the response is larger than the policy allows.
    TooLarge,
    /// The service is currently unreachable.
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

/// Writes the name in the contract, for example `not-granted`.
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
