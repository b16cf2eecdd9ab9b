//! State that lasts from one event to the next: named stores of keys and values.
//!
//! Reads see the writes of the same event. The host commits the writes together with the outputs,
//! all or nothing, if the plugin returns `Ok`. Plugins that share a store handle their events one
//! after another, so conflicts cannot occur.

use std::fmt;

use crate::{Failure, FailureKind, Result, host};

/// A store that the policy grants.
#[derive(Debug)]
pub struct Store {
    name: String,
    handle: host::Store,
}

impl Store {
    /// Opens the store `name`, which the policy must grant.
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

    /// Returns the value of `key`, or `None` if `key` is not set. An empty value is `Some(vec![])`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] or [`ErrorKind::Unavailable`].
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.handle.get(key).map_err(|kind| self.error(kind))
    }

    /// Returns the value of `key` as text.
    ///
    /// # Errors
    /// Those of [`get`](Self::get), and `failed`, `invalid-utf8` if the value is not UTF-8.
    #[track_caller]
    pub fn get_text(&self, key: &str) -> Result<Option<String>> {
        match self.get(key)?.map(String::from_utf8).transpose() {
            Ok(text) => Ok(text),
            Err(_) => {
                let message = format!(
                    "state: the value of {key:?} is not valid UTF-8 (store {:?})",
                    self.name
                );
                Err(Failure::here(FailureKind::Failed, "invalid-utf8", message))
            }
        }
    }

    /// Sets `key` to `value`, which is bytes or text, replacing any previous value.
    ///
    /// # Errors
    /// Those of [`get`](Self::get), [`ErrorKind::TooLarge`] and [`ErrorKind::QuotaExceeded`].
    pub fn set(&self, key: &str, value: impl AsRef<[u8]>) -> Result<(), Error> {
        self.handle
            .set(key, value.as_ref())
            .map_err(|kind| self.error(kind))
    }

    /// Removes `key`. Succeeds even if `key` is not set.
    ///
    /// # Errors
    /// Those of [`get`](Self::get).
    pub fn delete(&self, key: &str) -> Result<(), Error> {
        self.handle.delete(key).map_err(|kind| self.error(kind))
    }

    /// Returns all keys that start with `prefix`, in byte order. Reads them from the host in pages.
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

/// A store operation failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// Why.
    pub kind: ErrorKind,
    /// The name of the store.
    pub store: String,
}

/// Why a store operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The policy does not grant a store of that name to this plugin.
    NotGranted,
    /// The write would make the store larger than the policy allows.
    QuotaExceeded,
    /// The key is not 1 to 512 bytes long, or it contains a control character.
    InvalidKey,
    /// The value is longer than the policy allows.
    TooLarge,
    /// The database is currently unavailable.
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

/// Writes the name in the contract, for example `not-granted`.
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
