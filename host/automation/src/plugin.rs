//! A loaded plugin and the life of one event in it.

mod recorded;
mod repeat;

use crate::classify::{self, FailureReport};
use crate::commit::PendingCommit;
use crate::event::parse_time;
use crate::guest::{Automation, EventContext, Grants, Handle, Handled};
use crate::outcome::{Build, Completed, Failure, Outcome, Run};
use crate::recording::{Start, Tape};
use crate::shared::Shared;
use crate::state::{LockSet, Overlay, StoreId};
use crate::{Event, bindings, output, price};
use futures_util::FutureExt;
use guesthouse_sandbox::{Finished, Limit, Loaded, RunError, RunStart, Usage};
use repeat::Repeats;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A loaded plugin under its policy. Cheap to clone.
#[derive(Clone)]
pub struct Plugin {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    component: Loaded<Automation>,
    build: Build,
    grants: Arc<Grants>,
    locks: LockSet,
}

/// The latest time at which a guest's clock starts: 2554-01-01. WASI counts from 1970, and Go counts
/// nanoseconds in 64 bits, which end in July of that year.
fn latest_clock() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::from_secs(18_429_292_800)
}

impl Plugin {
    pub(crate) fn new(
        shared: Arc<Shared>,
        component: Loaded<Automation>,
        build: Build,
        grants: Grants,
    ) -> Self {
        let stores = grants.policy.stores.iter();
        let ids = stores.map(|(name, grant)| StoreId::new(&grants.name, name, grant));
        let inner = Inner {
            locks: shared.state.locks().of(ids.collect()),
            shared,
            component,
            build,
            grants: Arc::new(grants),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Returns the plugin's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.grants.name
    }

    /// Returns the build of the plugin.
    #[must_use]
    pub fn build(&self) -> &Build {
        &self.inner.build
    }

    /// Returns whether the plugin has a store. The host then handles its events one after another,
    /// in the order of the calls of [`Plugin::handle`].
    #[must_use]
    pub fn keeps_state(&self) -> bool {
        self.inner.has_stores()
    }

    /// Returns whether the policy routes events of this type to the plugin.
    #[must_use]
    pub fn wants(&self, event_type: &str) -> bool {
        self.inner.grants.policy.wants(event_type)
    }

    /// Handles one event in a new instance.
    ///
    /// [`Outcome::Completed`] means that state changes, outcome and outputs are committed.
    /// [`Outcome::Failed`] means that nothing is committed. If the future is dropped before the plugin
    /// returns, nothing is committed either. If it is dropped later, the host may still commit. The
    /// host then returns the committed outcome when it handles the event again.
    ///
    /// Does not check [`Plugin::wants`].
    pub async fn handle(&self, event: Event) -> Outcome {
        self.inner.handle(event, Handling::default()).await.0
    }

    /// Handles one event as [`Plugin::handle`] does, even if it is already committed. Changes to state
    /// apply again, and the new outcome replaces the committed one. Requests and derived ids of outputs
    /// are the same as the first time, so services and receivers may treat them as repeats.
    pub async fn handle_again(&self, event: Event) -> Outcome {
        let handling = Handling {
            repeats: Repeats::HandleAgain,
            ..Handling::default()
        };
        self.inner.handle(event, handling).await.0
    }
}

/// How to handle an event.
#[derive(Default)]
struct Handling {
    repeats: Repeats,
    /// The tape for the run, if it is recorded.
    tape: Option<Tape>,
    /// The tape after the run.
    recorded: Option<Tape>,
    /// The start of the run in a replay.
    start: Option<Start>,
}

impl Inner {
    /// Handles an event. Returns the tape, if the event was to be recorded and the plugin has run.
    async fn handle(&self, event: Event, mut handling: Handling) -> (Outcome, Option<Tape>) {
        let (start, mut run) = self.start(&event, handling.start.take());
        // After a panic, only `run` and the recorded tape are used again. Each step assigns them as a
        // whole, so they are consistent.
        let steps = AssertUnwindSafe(self.steps(&start, &mut run, event, &mut handling));
        let result = steps.catch_unwind().await;
        let result = result.unwrap_or_else(|panic| Err(FailureReport::panic(&*panic)));
        let outcome = match result.and_then(|done| self.check_reuse(done)) {
            Ok(done) => Outcome::Completed(done),
            Err(report) => Outcome::Failed(self.failure(run, report)),
        };
        (outcome, handling.recorded)
    }

    async fn steps(
        &self,
        start: &RunStart,
        run: &mut Run,
        event: Event,
        handling: &mut Handling,
    ) -> Result<Completed, FailureReport> {
        self.admit(&event)?;
        let (mut event, content) = self.content(event).await?;
        let asked = content.filter(|_| handling.repeats == Repeats::Answer);
        if let Some(done) = self.committed(run, asked)? {
            return Ok(done);
        }
        let guards = self.locks.acquire().await;
        // The previous holder of the locks may have handled the same event.
        if self.has_stores()
            && let Some(done) = self.committed(run, asked)?
        {
            return Ok(done);
        }
        let mut finished = self.run(start, &mut event, handling.tape.take()).await;
        let logged = self.report(run, &mut finished);
        handling.recorded = recorded::tape(&mut finished);
        let outputs = self.outputs(finished.result, finished.limit_hit, finished.trace)?;
        let bytes = self.charge_outputs(run, &mut finished.usage, &outputs, logged)?;
        let pending = PendingCommit {
            shared: Arc::clone(&self.shared),
            grants: Arc::clone(&self.grants),
            event,
            content,
            replaces: handling.repeats == Repeats::HandleAgain,
            run: run.clone(),
            outputs,
            bytes,
            state: finished.data.state,
        };
        pending.commit(guards).await
    }

    /// Returns the start of the run: that of a recording, or one that the event gives.
    fn start(&self, event: &Event, recorded: Option<Start>) -> (RunStart, Run) {
        let key = &self.shared.key;
        let (given, seed) = match recorded {
            Some(Start { clock, seed }) => (Some(clock), seed),
            None => (
                event.time.as_deref().and_then(parse_time),
                key.seed(&self.grants.name, &event.source, &event.id),
            ),
        };
        let time = given
            .unwrap_or_else(|| SystemTime::now().into())
            // A guest's clock has no earlier and no later time.
            .clamp(OffsetDateTime::UNIX_EPOCH, latest_clock());
        let since_epoch = time - OffsetDateTime::UNIX_EPOCH;
        let start = RunStart {
            clock: Duration::try_from(since_epoch).unwrap_or_default(),
            seed,
        };
        let run = Run {
            plugin: self.grants.name.clone(),
            build: self.build.clone(),
            source: event.source.clone(),
            event: event.id.clone(),
            clock: time.format(&Rfc3339).unwrap_or_default(),
            seed: data_encoding::HEXLOWER.encode(&seed),
            usage: crate::Usage::default(),
        };
        (start, run)
    }

    /// Rejects an event that is larger than the plugin accepts, or that breaks a rule. The sender
    /// chooses the size.
    fn admit(&self, event: &Event) -> Result<(), FailureReport> {
        let limits = &self.grants.policy.limits;
        if event.size() > limits.event_bytes {
            return Err(FailureReport::event_bytes(event.size(), limits));
        }
        match event.too_long() {
            Some(message) => Err(FailureReport::attribute_bytes(message)),
            None => event
                .check()
                .map_err(|error| FailureReport::invalid_event(&error)),
        }
    }

    fn has_stores(&self) -> bool {
        !self.grants.policy.stores.is_empty()
    }

    async fn run(
        &self,
        start: &RunStart,
        event: &mut Event,
        tape: Option<Tape>,
    ) -> Finished<Handled, EventContext> {
        let limits = &self.grants.policy.limits;
        let call = Handle(event.lend_to_guest());
        let mut state = Overlay::new(self.shared.state.clone(), limits.state_bytes);
        if tape.is_some() {
            state.record();
        }
        let context = EventContext {
            plugin: Arc::clone(&self.grants),
            source: event.source.clone(),
            id: event.id.clone(),
            state,
            requests: 0,
            tape,
        };
        self.component.run(context, limits, start, call).await
    }

    /// Records what the run consumed and writes its log. Returns the price of the log.
    fn report(&self, run: &mut Run, finished: &mut Finished<Handled, EventContext>) -> u64 {
        run.usage = (&finished.usage).into();
        let price = price::log(&finished.log);
        for line in &mut finished.log {
            self.grants.client.redactor().line(line);
        }
        self.shared.log(run, &finished.log);
        price
    }

    fn outputs(
        &self,
        result: Result<Handled, RunError>,
        limit_hit: Option<Limit>,
        trace: Option<String>,
    ) -> Result<Vec<bindings::Output>, FailureReport> {
        let limits = &self.grants.policy.limits;
        let mut failure = match result {
            Ok(Ok(outputs)) => return Ok(outputs),
            Ok(Err(failure)) => failure,
            Err(stop) => {
                let mut report = FailureReport::stop(stop, limits);
                report.trace = report.trace.or(trace);
                return Err(report);
            }
        };
        if let Some(code) = &mut failure.code {
            // The code is reduced to a plain word later, in which the redactor could not find a
            // secret.
            self.grants.client.redactor().text(code);
        }
        Err(FailureReport::guest(failure, limit_hit, limits))
    }

    /// Charges the guest for the host's work on its outputs and its log. Returns the bytes of the
    /// outputs in their written form.
    fn charge_outputs(
        &self,
        run: &mut Run,
        usage: &mut Usage,
        outputs: &[bindings::Output],
        logged: u64,
    ) -> Result<usize, FailureReport> {
        let limits = &self.grants.policy.limits;
        let bytes = output::check_amount(limits, outputs)?;
        let charged = usage.charge(price::outputs(bytes) + logged, &limits.run);
        run.usage.fuel = usage.fuel;
        match charged {
            Ok(()) => Ok(bytes),
            Err(stop) => Err(FailureReport::stop(stop, limits)),
        }
    }

    fn failure(&self, run: Run, report: FailureReport) -> Failure {
        let shown = |text: &String| classify::shown(text, self.grants.client.redactor());
        Failure {
            run,
            class: report.class,
            code: report.code,
            message: shown(&report.message),
            trace: report.trace.as_ref().map(shown),
            retry_after: report.retry_after,
            hint: report.hint,
        }
    }
}
