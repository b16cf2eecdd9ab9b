//! From what a plugin returned to what is committed.

use crate::guest::Grants;
use crate::host::Shared;
use crate::judge::Verdict;
use crate::outcome::{Completed, Run};
use crate::state::{Commit, Overlay};
use crate::{Event, bindings, output, record};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

/// Outputs, and bytes of them, that are checked at once: some hundred microseconds, whatever is in
/// them, as each has at most so many extensions and an id that may be derived.
const FEW: (usize, usize) = (16, 64 << 10);

/// An event that its plugin has handled, and what is to come of it.
pub(crate) struct Settling {
    pub(crate) shared: Arc<Shared>,
    pub(crate) grants: Arc<Grants>,
    pub(crate) event: Event,
    pub(crate) run: Run,
    pub(crate) outputs: Vec<bindings::Output>,
    /// Bytes in which the outputs are written.
    pub(crate) bytes: usize,
    pub(crate) state: Overlay,
}

impl Settling {
    /// Checks and completes the outputs and commits all, on a thread of its own where that takes
    /// long: there may be megabytes, and a disk.
    pub(crate) async fn settle(self, turn: Vec<OwnedMutexGuard<()>>) -> Result<Completed, Verdict> {
        let are_few = self.outputs.len() <= FEW.0 && self.bytes <= FEW.1;
        if are_few && !self.is_kept() {
            return self.settle_here();
        }
        let settling = tokio::task::spawn_blocking(move || {
            // Whoever drops this future does not stop the commit: the turn ends with it.
            let _turn = turn;
            self.settle_here()
        });
        let settled = settling.await;
        settled.unwrap_or_else(|panic| Err(Verdict::bug(&panic)))
    }

    fn is_kept(&self) -> bool {
        self.shared.keeps_outcomes || self.state.has_changes()
    }

    fn settle_here(self) -> Result<Completed, Verdict> {
        let is_kept = self.is_kept();
        let Grants { name, policy, .. } = &*self.grants;
        let events = output::complete(name, policy, &self.event, self.outputs);
        let done = Completed {
            events: events.map_err(|refused| Verdict::output(refused, policy))?,
            run: self.run,
            already_committed: false,
        };
        if !is_kept {
            return Ok(done);
        }
        let keeps_outcomes = self.shared.keeps_outcomes;
        let committed = self.shared.state.commit(&Commit {
            key: done.run.key(),
            changes: self.state.into_changes(),
            record: keeps_outcomes.then(|| record::write(&done.run, &done.events)),
        });
        match committed {
            Ok(None) => Ok(done),
            Ok(Some(earlier)) => recall(&done.run, &earlier),
            Err(error) => Err(Verdict::database(&error)),
        }
    }
}

/// Reads what was committed for the event before.
pub(crate) fn recall(run: &Run, record: &[u8]) -> Result<Completed, Verdict> {
    record::read(run, record).map_err(|error| Verdict::database(&error))
}
