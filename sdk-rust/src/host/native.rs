//! The host in `cargo test`: it has no settings and grants nothing.

use std::convert::Infallible;

use crate::http::{self, Request, Response};
use crate::log::Level;
use crate::state;

/// Tests have files and sockets.
pub(crate) fn instead(_text: &str) -> Option<&'static str> {
    None
}

pub(crate) fn explain_panics() {}

pub(crate) fn config_get(_name: &str) -> Option<String> {
    None
}

#[expect(
    clippy::print_stderr,
    reason = "an author's log lines have no other destination"
)]
pub(crate) fn log_write(level: Level, message: &str, fields: &[(&str, &str)]) {
    let fields: String = fields
        .iter()
        .map(|(name, value)| format!(" {name}={value}"))
        .collect();
    eprintln!("{level:?}: {message}{fields}");
}

pub(crate) fn http_send(_request: Request) -> Result<Response, http::ErrorKind> {
    Err(http::ErrorKind::NotGranted)
}

/// Cannot be opened, so the methods of an open store have nothing to do.
#[derive(Debug)]
pub(crate) struct Store(Infallible);

impl Store {
    pub(crate) fn open(_name: &str) -> Result<Self, state::ErrorKind> {
        Err(state::ErrorKind::NotGranted)
    }

    pub(crate) fn get(&self, _key: &str) -> Result<Option<Vec<u8>>, state::ErrorKind> {
        match self.0 {}
    }

    pub(crate) fn set(&self, _key: &str, _value: &[u8]) -> Result<(), state::ErrorKind> {
        match self.0 {}
    }

    pub(crate) fn delete(&self, _key: &str) -> Result<(), state::ErrorKind> {
        match self.0 {}
    }

    pub(crate) fn keys(
        &self,
        _prefix: &str,
        _after: Option<&str>,
        _limit: u32,
    ) -> Result<Vec<String>, state::ErrorKind> {
        match self.0 {}
    }
}
