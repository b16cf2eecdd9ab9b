//! The protocol of host and worker over the worker's standard input and output.
//!
//! The worker greets. The host sends one line of JSON and the component. The worker answers with
//! one byte and the artefact or an error message, then ends. If the host closes the pipe first, the
//! worker ends without an answer.

use serde::{Deserialize, Serialize};

/// The argument that makes a program a worker.
pub(super) const ARGUMENT: &str = "--guesthouse-compile-worker";

/// The worker's greeting. A program that does not know the argument does not send it, and receives
/// nothing.
pub(super) const GREETING: &[u8] = b"guesthouse-compile-worker 2\n";

/// Answer: the artefact follows.
pub(super) const COMPILED: u8 = 0;
/// Answer: an error message follows.
pub(super) const FAILED: u8 = 1;
/// Answer: there was not enough memory to start; an error message follows.
pub(super) const STARVED: u8 = 2;
/// Answer: the process could not be confined; an error message follows.
pub(super) const FREE: u8 = 3;

/// The limits the worker sets for itself before it reads the component, and the component's length.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) memory: u64,
    pub(super) cpu_seconds: u64,
    pub(super) bytes: u64,
}
