//! What a plugin remembers from one event to the next: named stores of keys and values.
//!
//! Reads see the writes of the same event. Writes are kept when the plugin returns `Ok`, together
//! with its outputs, all or nothing. There are no conflicts to solve: events of plugins that share
//! a store are handled one after another.

use std::fmt;

use crate::{Failure, FailureKind, Result, host};

/// A store that the policy grants.
#[derive(Debug)]
pub struct Store {
    name: String,
    handle: host::Store,
}

impl Store {
    /// Opens the store that the policy grants under `name`.
    ///
    /// # Errors
    /// [`ErrorKind::NotGranted`] for every other name.
    pub fn open(name: &str) -> Result<Self, Error> {
        match host::Store::open(name) {
            Ok(handle) => Ok(Self {
                name: name.to_string(),
                handle,
            }),
            Err(kind) => Err(Error {
                kind,
                store: name.to_string(),
            }),
        }
    }

    /// Returns the value under `key`, or `None` if there is none. An empty value is `Some(vec![])`.
    ///
    /// # Errors
    /// The key is not 1 to 512 bytes without control characters, or the store is unavailable.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.handle.get(key).map_err(|kind| self.error(kind))
    }

    /// Returns the value under `key` as text.
    ///
    /// # Errors
    /// As [`get`](Self::get); a value that is not UTF-8 is `failed`, `invalid-utf8`.
    pub fn get_text(&self, key: &str) -> Result<Option<String>> {
        let text = self.get(key)?.map(String::from_utf8).transpose();
        text.map_err(|_| {
            let message = format!("state: {key:?} is not text (store {:?})", self.name);
            Failure::failed("invalid-utf8", message)
        })
    }

    /// Puts `value`, bytes or text, under `key`, replacing what was there.
    ///
    /// # Errors
    /// As [`get`](Self::get); or the value is too large or the store full, as the policy says.
    pub fn set(&self, key: &str, value: impl AsRef<[u8]>) -> Result<(), Error> {
        self.handle
            .set(key, value.as_ref())
            .map_err(|kind| self.error(kind))
    }

    /// Removes `key`. Removing a key that is not there is no error.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, key: &str) -> Result<(), Error> {
        self.handle.delete(key).map_err(|kind| self.error(kind))
    }

    /// Returns all keys that start with `prefix`, in byte order, asking the host for one page after
    /// another.
    pub fn keys(&self, prefix: &str) -> Keys<'_> {
        Keys {
            store: self,
            prefix: prefix.to_string(),
            page: Vec::new().into_iter(),
            last: None,
            done: false,
        }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error {
            kind,
            store: self.name.clone(),
        }
    }
}

/// The keys of a store. Ends after the first error.
#[derive(Debug)]
pub struct Keys<'a> {
    store: &'a Store,
    prefix: String,
    page: std::vec::IntoIter<String>,
    last: Option<String>,
    done: bool,
}

const PAGE: u32 = 1000;

impl Keys<'_> {
    fn next_page(&mut self) -> Result<(), Error> {
        let page = self
            .store
            .handle
            .keys(&self.prefix, self.last.as_deref(), PAGE);
        let page = page.map_err(|kind| self.store.error(kind))?;
        self.done = page.is_empty();
        self.last = page.last().cloned();
        self.page = page.into_iter();
        Ok(())
    }
}

impl Iterator for Keys<'_> {
    type Item = Result<String, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0
            && !self.done
            && let Err(error) = self.next_page()
        {
            self.done = true;
            return Some(Err(error));
        }
        self.page.next().map(Ok)
    }
}

/// A store said no.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What it said.
    pub kind: ErrorKind,
    /// The name the store was opened by.
    pub store: String,
}

/// Why a store said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The policy grants this plugin no store of that name.
    NotGranted,
    /// The store holds as much as the policy allows.
    QuotaExceeded,
    /// A key is 1 to 512 bytes without control characters.
    InvalidKey,
    /// The value is longer than the policy allows.
    TooLarge,
    /// The database cannot answer for the moment.
    Unavailable,
}

impl ErrorKind {
    pub(crate) fn failure(self) -> FailureKind {
        match self {
            Self::Unavailable => FailureKind::Unavailable,
            _ => FailureKind::Failed,
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "state: {} (store \"{}\")", self.kind, self.store)
    }
}

/// The name in the contract, for example `not-granted`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotGranted => "not-granted",
            Self::QuotaExceeded => "quota-exceeded",
            Self::InvalidKey => "invalid-key",
            Self::TooLarge => "too-large",
            Self::Unavailable => "unavailable",
        })
    }
}
