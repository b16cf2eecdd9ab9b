use std::time::Duration;

use crate::bindings::guesthouse::automation::types::Attribute;
use crate::bindings::guesthouse::automation::{
    config, http as wit_http, log as wit_log, state as wit_state,
};
use crate::http::{self, Request, Response};
use crate::log::Level;
use crate::state;

pub(crate) fn config_get(name: &str) -> Option<String> {
    config::get(name)
}

pub(crate) fn log_write(level: Level, message: &str, fields: &[(&str, &str)]) {
    let level = match level {
        Level::Trace => wit_log::Level::Trace,
        Level::Debug => wit_log::Level::Debug,
        Level::Info => wit_log::Level::Info,
        Level::Warn => wit_log::Level::Warn,
        Level::Error => wit_log::Level::Error,
    };
    let fields = fields.iter().map(|(name, value)| attribute(name, value));
    wit_log::write(level, message, &fields.collect::<Vec<_>>());
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute {
        name: name.to_string(),
        value: value.to_string(),
    }
}

#[derive(Debug)]
pub(crate) struct Store(wit_state::Store);

impl Store {
    pub(crate) fn open(name: &str) -> Result<Self, state::ErrorKind> {
        Ok(Self(wit_state::Store::open(name)?))
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Vec<u8>>, state::ErrorKind> {
        Ok(self.0.get(key)?)
    }

    pub(crate) fn set(&self, key: &str, value: &[u8]) -> Result<(), state::ErrorKind> {
        Ok(self.0.set(key, value)?)
    }

    pub(crate) fn delete(&self, key: &str) -> Result<(), state::ErrorKind> {
        Ok(self.0.delete(key)?)
    }

    pub(crate) fn keys(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, state::ErrorKind> {
        Ok(self.0.keys(prefix, after, limit)?)
    }
}

impl From<wit_state::Error> for state::ErrorKind {
    fn from(error: wit_state::Error) -> Self {
        match error {
            wit_state::Error::NotGranted => Self::NotGranted,
            wit_state::Error::QuotaExceeded => Self::QuotaExceeded,
            wit_state::Error::InvalidKey => Self::InvalidKey,
            wit_state::Error::TooLarge => Self::TooLarge,
            wit_state::Error::Unavailable => Self::Unavailable,
        }
    }
}

pub(crate) fn http_send(request: Request) -> Result<Response, http::ErrorKind> {
    let millis = |time: Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
    let headers = request.headers.into_iter();
    let response = wit_http::send(&wit_http::Request {
        connection: request.connection,
        method: request.method,
        path: request.path,
        headers: headers
            .map(|(name, value)| Attribute { name, value })
            .collect(),
        body: request.body,
        timeout_ms: request.timeout.map(millis),
    })?;
    Ok(Response {
        connection: String::new(),
        status: response.status,
        headers: response
            .headers
            .into_iter()
            .map(|a| (a.name, a.value))
            .collect(),
        body: response.body,
    })
}

impl From<wit_http::Error> for http::ErrorKind {
    fn from(error: wit_http::Error) -> Self {
        match error {
            wit_http::Error::NotGranted => Self::NotGranted,
            wit_http::Error::InvalidRequest => Self::InvalidRequest,
            wit_http::Error::Refused => Self::Refused,
            wit_http::Error::Timeout => Self::Timeout,
            wit_http::Error::TooLarge => Self::TooLarge,
            wit_http::Error::Unavailable => Self::Unavailable,
        }
    }
}
