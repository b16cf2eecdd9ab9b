//! Lines in input order, until they are answered.

use std::collections::VecDeque;

use guesthouse::{Event, Outcome, Recording};
use guesthouse_diagnostics::Diagnostic;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;

use crate::error::{Error, Kind, Result};

/// A line that has no answer yet.
pub(super) struct Pending {
    pub(super) line: u64,
    pub(super) work: Work,
    /// Says what was dropped from the event.
    pub(super) warning: Option<Box<Diagnostic>>,
    /// The line's share of the read-ahead budget, until it is answered.
    pub(super) _share: Option<OwnedSemaphorePermit>,
}

pub(super) enum Work {
    Running(JoinHandle<Answer>),
    Done(Box<Answer>),
}

pub(super) enum Answer {
    Invalid(Box<Diagnostic>),
    Skipped(Event),
    Handled(Outcome, Option<Box<Recording>>),
}

impl Work {
    pub(super) fn done(answer: Answer) -> Self {
        Self::Done(Box::new(answer))
    }
}

impl Pending {
    /// Aborts the task of the event, if it is in progress.
    pub(super) fn abort(self) -> Option<JoinHandle<Answer>> {
        match self.work {
            Work::Running(task) => {
                task.abort();
                Some(task)
            }
            Work::Done(_) => None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        match &self.work {
            Work::Running(task) => task.is_finished(),
            Work::Done(_) => true,
        }
    }
}

/// A line with its answer.
pub(super) struct Answered {
    pub(super) line: u64,
    pub(super) answer: Answer,
    pub(super) warning: Option<Box<Diagnostic>>,
}

/// Waits for the answer to the oldest line, and removes the line. Cancel-safe.
pub(super) async fn oldest_answer(pending: &mut VecDeque<Pending>) -> Result<Answered> {
    if let Some(Pending { work, .. }) = pending.front_mut()
        && let Work::Running(task) = work
    {
        // The panic hook has reported the panic.
        *work = Work::done(task.await.map_err(|_| Error::reported(Kind::Bug))?);
    }
    match pending.pop_front() {
        Some(Pending {
            line,
            work: Work::Done(answer),
            warning,
            ..
        }) => Ok(Answered {
            line,
            answer: *answer,
            warning,
        }),
        _ => std::future::pending().await,
    }
}
