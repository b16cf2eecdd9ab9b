//! Events that are already committed, and events that have the id of another one.

use super::Inner;
use crate::classify::{FailureReport, ID_REUSED};
use crate::commit::INLINE_BYTES;
use crate::outcome::{Completed, Run};
use crate::policy::ReusedIds;
use crate::{Digest, Event, Level, LogLine, Origin, record};

/// What to do with an event that is already committed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Repeats {
    #[default]
    Answer,
    HandleAgain,
}

impl Inner {
    /// Computes the digest of an event, if the host keeps outcomes. Uses a blocking thread for a large
    /// event.
    pub(super) async fn content(
        &self,
        event: Event,
    ) -> Result<(Event, Option<Digest>), FailureReport> {
        if !self.shared.keeps_outcomes {
            return Ok((event, None));
        }
        if event.size() <= INLINE_BYTES as u64 {
            let content = event.content();
            return Ok((event, Some(content)));
        }
        let task = tokio::task::spawn_blocking(move || {
            let content = event.content();
            (event, Some(content))
        });
        task.await.map_err(|panic| FailureReport::bug(&panic))
    }

    /// Returns the outcome that was committed for an event with this source and id earlier, if there is
    /// one. Looks for none if no content is given.
    pub(super) fn committed(
        &self,
        run: &Run,
        content: Option<Digest>,
    ) -> Result<Option<Completed>, FailureReport> {
        let Some(content) = content else {
            return Ok(None);
        };
        let record = self.shared.state.committed(run.key())?;
        let done = record.map(|record| record::read(run, content, &record));
        Ok(done.transpose()?)
    }

    /// Warns of an event that has the source and id of another one, or rejects it.
    pub(super) fn check_reuse(&self, done: Completed) -> Result<Completed, FailureReport> {
        if !done.id_reused {
            return Ok(done);
        }
        if self.grants.policy.reused_ids == ReusedIds::Reject {
            return Err(FailureReport::id_reused());
        }
        let line = LogLine {
            level: Level::Warn,
            origin: Origin::Host,
            message: format!("id-reused: {ID_REUSED}; the host returns its outcome"),
            fields: Vec::new(),
        };
        self.shared.log(&done.run, &[line]);
        Ok(done)
    }
}
