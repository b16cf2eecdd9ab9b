//! The messages between host and worker, over the worker's standard input and output.
//!
//! The worker greets. The host sends one line of JSON and the file. The worker answers with one
//! byte, the length of a text or artefact in decimal digits, a line feed and the text or artefact, then
//! exits. If the host closes its side first, the host has
//! ended, and the worker exits without an answer.

use guesthouse_inspect::{Against, Names, Wit};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The argument that makes a program a worker.
pub(super) const ARGUMENT: &str = "--guesthouse-worker";

/// The first bytes of the worker. A program that does not know the argument writes something else,
/// and the host sends it nothing.
pub(super) const GREETING: &[u8] = b"guesthouse-worker 8\n";

/// Answer: the result of the job follows.
pub(super) const DONE: u8 = 0;
/// Answer: an error message follows.
pub(super) const FAILED: u8 = 1;
/// Answer: there was not enough memory to start; an error message follows.
pub(super) const STARVED: u8 = 2;
/// Answer: the process could not be confined; an error message follows.
pub(super) const UNCONFINED: u8 = 3;

/// The limits that the worker sets for itself before it reads the file, the file's length, and what
/// to do with it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) memory: u64,
    pub(super) cpu_seconds: u64,
    pub(super) bytes: u64,
    pub(super) job: Job,
}

/// The job that a worker does on a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Job {
    /// Compiles it. The result is the artefact.
    Compile,
    /// Judges it against a contract. The result is a JSON list of diagnostics, empty if none.
    Judge(Contract),
    /// Judges it for a report. The result is that of [`Self::Judge`].
    JudgeAgainst(Against),
    /// Reports on it, after a judgement. The result is a JSON [`guesthouse_inspect::Report`].
    Report(Against, Vec<crate::Diagnostic>),
    /// Reads its world. The result is a JSON [`guesthouse_contract::Model`], or the reasons to refuse
    /// it: see [`Described`].
    World,
}

/// The result of [`Job::World`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Described {
    /// The JSON of the world.
    World(Box<RawValue>),
    Refused(Vec<crate::Diagnostic>),
}

/// The parts of a domain's contract that judging a component needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Contract {
    pub(crate) names: Names,
    wit: Option<Wit>,
}

impl Contract {
    /// Collects the contract of a domain.
    pub(crate) fn of(domain: &impl crate::Domain) -> Self {
        Self {
            names: Names {
                imports: domain.imports(),
                exports: domain.exports(),
                instead: domain.hints_for_imports(),
            },
            wit: domain.wit(),
        }
    }

    /// Judges a file. Returns every reason to refuse it.
    pub(super) fn judge(&self, bytes: &[u8]) -> Vec<crate::Diagnostic> {
        let judged = guesthouse_inspect::judge(bytes, &self.names, self.wit.as_ref());
        judged.err().unwrap_or_default()
    }
}
