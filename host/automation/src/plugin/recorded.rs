//! Records the run of an event, and runs a recording again.

use super::{Handling, Plugin};
use crate::guest::{EventContext, Handled};
use crate::recording::{Recording, RecordingError, Tape};
use crate::{Event, Outcome};
use guesthouse_sandbox::Finished;

impl Plugin {
    /// Handles one event as [`Plugin::handle`] does, and records the run. Returns no recording if the
    /// plugin did not run, because the host refused the event or had its outcome already.
    ///
    /// The recording keeps about 16 MiB at most. It holds what the plugin has read, so treat it like
    /// the events and the stores.
    pub async fn handle_recorded(&self, event: Event) -> (Outcome, Option<Recording>) {
        let handling = Handling {
            tape: Some(Tape::recording()),
            ..Handling::default()
        };
        self.run_recorded(event, handling).await
    }

    /// Runs a recording again: with the recorded event, clock and seed, and with the recorded answers
    /// to requests. Compare the result with [`Recording::differences`].
    ///
    /// Load the plugin on a host with [`Recording::state`] and with [`Recording::policy`]. Its stores
    /// then have the values that the recorded run has read. Another build of the plugin may send a
    /// request that is not in the recording; it gets the error `unavailable`.
    ///
    /// # Errors
    /// If the recording has no valid event or start.
    pub async fn replay(
        &self,
        recording: &Recording,
    ) -> Result<(Outcome, Option<Recording>), RecordingError> {
        let handling = Handling {
            tape: Some(recording.tape()),
            start: Some(recording.start()?),
            ..Handling::default()
        };
        Ok(self.run_recorded(recording.event()?, handling).await)
    }

    async fn run_recorded(&self, event: Event, handling: Handling) -> (Outcome, Option<Recording>) {
        let (outcome, tape) = self.inner.handle(event.clone(), handling).await;
        let policy = &self.inner.grants.policy;
        let recording = tape.map(|tape| Recording::new(&event, policy, &outcome, tape));
        (outcome, recording)
    }
}

/// Takes the tape out of a run that has ended.
pub(super) fn tape(finished: &mut Finished<Handled, EventContext>) -> Option<Tape> {
    let mut tape = finished.data.take_tape()?;
    tape.log.clone_from(&finished.log);
    Some(tape)
}
