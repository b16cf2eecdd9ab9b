//! Records what one run asks of the host and gets from it. In a replay, also answers requests.

use super::bytes::Bytes;
use super::exchange::{Asked, Exchange, Sent};
use crate::LogLine;
use crate::bindings::http::Error;
use crate::http::Denied;
use crate::state::{ChangedStores, Seen};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Approximate limit of the bytes that the tape of one run keeps. The rest is not recorded.
const MAX_BYTES: usize = 8 << 20;
/// Bytes that a recording shows of each argument.
const SHOWN: usize = 1 << 10;
/// Bytes that each call and request counts in addition to its arguments.
const ENTRY: usize = 200;

/// The tape of one run.
pub(crate) struct Tape {
    pub(crate) calls: Vec<Call>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) seen: Seen,
    pub(crate) changes: ChangedStores,
    pub(crate) log: Vec<LogLine>,
    /// The answers of a replay that no request has taken yet.
    answers: Option<Vec<Exchange>>,
    bytes: usize,
}

/// A call of a host function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) function: String,
    /// The arguments, each cut after 1 KiB.
    pub(crate) arguments: Vec<Bytes>,
    /// The SHA-256 of the whole arguments, if one was cut.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) digest: Option<String>,
}

impl Tape {
    pub(crate) fn recording() -> Self {
        Self {
            calls: Vec::new(),
            exchanges: Vec::new(),
            seen: Seen::default(),
            changes: ChangedStores::default(),
            log: Vec::new(),
            answers: None,
            bytes: 0,
        }
    }

    /// Returns a tape that answers requests with these answers and with nothing else.
    pub(crate) fn replaying(answers: Vec<Exchange>) -> Self {
        Self {
            answers: Some(answers),
            ..Self::recording()
        }
    }

    /// Returns whether the tape has everything that the run did.
    pub(crate) fn is_complete(&self) -> bool {
        self.bytes <= MAX_BYTES && self.seen.is_complete()
    }

    pub(crate) fn call(&mut self, function: &str, arguments: &[&[u8]]) {
        let call = Call::new(function, arguments);
        let shown = call.arguments.iter().map(|argument| argument.0.len());
        if self.has_room(shown.sum::<usize>()) {
            self.calls.push(call);
        }
    }

    /// Returns the answer to a request in a replay, or `None` if the host must send the request.
    pub(crate) fn answer(&mut self, asked: &Asked) -> Option<Sent> {
        let answers = self.answers.as_mut()?;
        let found = answers
            .iter()
            .position(|exchange| exchange.request == *asked);
        let answer = found.map(|found| answers.remove(found).into_sent());
        Some(answer.unwrap_or_else(|| {
            let reason = "the recording has no answer to this request";
            Err(Denied::new(Error::Unavailable, reason))
        }))
    }

    pub(crate) fn exchange(&mut self, asked: Asked, sent: &Sent) {
        let exchange = Exchange::new(asked, sent);
        if self.has_room(exchange.size()) {
            self.exchanges.push(exchange);
        }
    }

    /// Counts bytes, and returns whether they are still within the limit.
    fn has_room(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes + ENTRY);
        self.bytes <= MAX_BYTES
    }
}

impl Call {
    fn new(function: &str, arguments: &[&[u8]]) -> Self {
        let is_cut = arguments.iter().any(|argument| argument.len() > SHOWN);
        Self {
            function: function.to_owned(),
            arguments: arguments.iter().map(|argument| cut(argument)).collect(),
            digest: is_cut.then(|| digest(arguments)),
        }
    }
}

fn cut(argument: &[u8]) -> Bytes {
    let end = match std::str::from_utf8(argument) {
        Ok(text) => text.floor_char_boundary(SHOWN),
        Err(_) => argument.len().min(SHOWN),
    };
    Bytes(argument.get(..end).unwrap_or_default().to_vec())
}

fn digest(arguments: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for argument in arguments {
        hash.update((argument.len() as u64).to_be_bytes());
        hash.update(argument);
    }
    HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_argument_is_cut_and_told_apart_by_its_digest() {
        let long = "é".repeat(SHOWN);
        let one = Call::new("state.set", &[b"k", long.as_bytes()]);
        let other = Call::new("state.set", &[b"k", format!("{long}x").as_bytes()]);
        assert_eq!(one.arguments, other.arguments);
        assert_eq!(one.arguments[1].0.len(), SHOWN);
        assert_ne!(one.digest, other.digest);
        assert_eq!(Call::new("state.get", &[b"k"]).digest, None);
    }

    #[test]
    fn a_tape_keeps_a_bounded_number_of_calls() {
        let mut tape = Tape::recording();
        for _ in 0..50_000 {
            tape.call("log.write", &[]);
        }
        assert!(!tape.is_complete());
        assert_eq!(tape.calls.len(), 41_943);
    }
}
