//! Turns the result of a plugin into a commit.

use crate::classify::FailureReport;
use crate::guest::Grants;
use crate::outcome::{Completed, Run};
use crate::shared::Shared;
use crate::state::{Commit, Overlay, StoreGuards};
use crate::{Digest, Event, bindings, output, record};
use std::sync::Arc;

/// Up to this number of outputs and bytes, the host checks them on the thread of the runtime. That
/// takes some hundred microseconds at most, because each output has a bounded number of extensions.
const INLINE_OUTPUTS: usize = 16;
pub(crate) const INLINE_BYTES: usize = 64 << 10;

/// An event that its plugin has handled, before the commit.
pub(crate) struct PendingCommit {
    pub(crate) shared: Arc<Shared>,
    pub(crate) grants: Arc<Grants>,
    pub(crate) event: Event,
    /// The digest of the event; `None` if the host keeps no outcomes.
    pub(crate) content: Option<Digest>,
    /// Whether the outcome replaces an earlier one.
    pub(crate) replaces: bool,
    pub(crate) run: Run,
    pub(crate) outputs: Vec<bindings::Output>,
    /// Bytes of the outputs in their written form.
    pub(crate) bytes: usize,
    pub(crate) state: Overlay,
}

impl PendingCommit {
    /// Checks and completes the outputs and commits everything. Uses a blocking thread for many
    /// outputs, or if the commit writes to disk.
    pub(crate) async fn commit(self, guards: StoreGuards) -> Result<Completed, FailureReport> {
        let is_short = self.outputs.len() <= INLINE_OUTPUTS && self.bytes <= INLINE_BYTES;
        if is_short && !self.is_kept() {
            return self.commit_here();
        }
        let task = tokio::task::spawn_blocking(move || {
            // If the caller drops the future, the commit still runs to its end, and the stores stay
            // locked until then.
            let _guards = guards;
            self.commit_here()
        });
        task.await
            .unwrap_or_else(|panic| Err(FailureReport::bug(&panic)))
    }

    fn is_kept(&self) -> bool {
        self.content.is_some() || self.state.has_changes()
    }

    fn commit_here(self) -> Result<Completed, FailureReport> {
        let is_kept = self.is_kept();
        let Grants { name, policy, .. } = &*self.grants;
        let events = output::complete(name, policy, &self.event, self.outputs)?;
        let done = Completed {
            events,
            run: self.run,
            already_committed: false,
            id_reused: false,
        };
        if !is_kept {
            return Ok(done);
        }
        let record = |content| record::write(&done.run, content, &done.events);
        let committed = self.shared.state.commit(&Commit {
            key: done.run.key(),
            changes: self.state.into_changes(),
            record: self.content.map(record),
            replaces: self.replaces,
        });
        match committed?.zip(self.content) {
            None => Ok(done),
            Some((earlier, content)) => Ok(record::read(&done.run, content, &earlier)?),
        }
    }
}
