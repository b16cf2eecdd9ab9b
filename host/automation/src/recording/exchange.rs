//! A request to a connection, and the answer that the guest got.

use super::bytes::Bytes;
use crate::bindings::http::{Error, Request, Response};
use crate::bindings::types::Attribute;
use crate::http::Denied;
use guesthouse_sandbox::clean;
use serde::{Deserialize, Serialize};

/// The name of each error in a recording.
const ERRORS: [(&str, Error); 6] = [
    ("not-granted", Error::NotGranted),
    ("invalid-request", Error::InvalidRequest),
    ("refused", Error::Refused),
    ("timeout", Error::Timeout),
    ("too-large", Error::TooLarge),
    ("unavailable", Error::Unavailable),
];

/// What a guest gets for a request: a response, and whether the host removed a credential from it.
pub(crate) type Sent = Result<(Response, bool), Denied>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) request: Asked,
    answer: Answer,
}

/// A request, as the guest made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    connection: String,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Bytes>,
    timeout_ms: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
        had_credential: bool,
    },
    Error {
        code: String,
        reason: String,
    },
}

impl Exchange {
    pub(crate) fn new(request: Asked, sent: &Sent) -> Self {
        let answer = match sent {
            Ok((response, had_credential)) => Answer::Response {
                status: response.status,
                headers: pairs(&response.headers),
                body: Bytes(response.body.clone()),
                had_credential: *had_credential,
            },
            Err(denied) => Answer::Error {
                code: word(denied.error).to_owned(),
                reason: denied.reason.clone(),
            },
        };
        Self { request, answer }
    }

    /// Returns the answer, as the guest gets it again.
    pub(crate) fn into_sent(self) -> Sent {
        match self.answer {
            Answer::Response {
                status,
                headers,
                body,
                had_credential,
            } => {
                let response = Response {
                    status,
                    headers: attributes(headers),
                    body: body.0,
                };
                Ok((response, had_credential))
            }
            Answer::Error { code, reason } => {
                let known = ERRORS.into_iter().find(|(word, _)| *word == code);
                let error = known.map_or(Error::Unavailable, |(_, error)| error);
                Err(Denied::new(error, reason))
            }
        }
    }

    /// `GET /orders/17`
    pub(super) fn target(&self) -> String {
        let Asked { method, path, .. } = &self.request;
        clean(&format!("{method} {path}"), 200, false)
    }

    /// Returns the bytes that the recording keeps of the exchange.
    pub(crate) fn size(&self) -> usize {
        let answer = match &self.answer {
            Answer::Response { headers, body, .. } => size(headers) + body.0.len(),
            Answer::Error { reason, .. } => reason.len(),
        };
        let body = self.request.body.as_ref().map_or(0, |body| body.0.len());
        answer + body + size(&self.request.headers) + self.request.path.len()
    }
}

impl From<&Request> for Asked {
    fn from(request: &Request) -> Self {
        Self {
            connection: request.connection.clone(),
            method: request.method.clone(),
            path: request.path.clone(),
            headers: pairs(&request.headers),
            body: request.body.clone().map(Bytes),
            timeout_ms: request.timeout_ms,
        }
    }
}

fn word(error: Error) -> &'static str {
    match error {
        Error::NotGranted => "not-granted",
        Error::InvalidRequest => "invalid-request",
        Error::Refused => "refused",
        Error::Timeout => "timeout",
        Error::TooLarge => "too-large",
        Error::Unavailable => "unavailable",
    }
}

fn pairs(attributes: &[Attribute]) -> Vec<(String, String)> {
    let pair = |attribute: &Attribute| (attribute.name.clone(), attribute.value.clone());
    attributes.iter().map(pair).collect()
}

fn attributes(pairs: Vec<(String, String)>) -> Vec<Attribute> {
    let attribute = |(name, value)| Attribute { name, value };
    pairs.into_iter().map(attribute).collect()
}

fn size(pairs: &[(String, String)]) -> usize {
    pairs
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_is_read_as_it_was_written() {
        for (name, error) in ERRORS {
            assert_eq!(word(error), name);
        }
    }
}
