//! The virtual clock: it starts where the run says and moves only when it is read or slept on.
//!
//! A sleep returns at once and moves the clock. Of several timers that are waited for together only
//! the earliest is due, as it would be in real time. The first sleep of a run gets a line in the log.

use crate::Guest;
use crate::call_hook::yield_once;
use crate::lock::lock;
use crate::log::Log;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wasmtime::component::Resource;
use wasmtime_wasi::p2::bindings::clocks::{monotonic_clock, wall_clock};
use wasmtime_wasi_io::async_trait;
use wasmtime_wasi_io::poll::{DynPollable, Pollable, subscribe};

/// Nanoseconds that pass with each read, so that a loop that waits for the clock ends.
const STEP: u64 = 1_000;

const SLEPT: &str = "a sleep does not wait: it only moves the guest's clock";

/// The clock of one run. Shared with the timers that wait for it.
#[derive(Clone)]
pub(crate) struct VirtualClock {
    start: Duration,
    log: Log,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Nanoseconds since the run started.
    now: u64,
    /// The earliest deadline of the timers in the current wait.
    earliest: Option<u64>,
}

impl VirtualClock {
    pub(crate) fn new(start: Duration, log: Log) -> Self {
        Self {
            start,
            log,
            state: Arc::default(),
        }
    }

    fn read(&self) -> u64 {
        self.with(|state| {
            state.now = state.now.saturating_add(STEP);
            state.now
        })
    }

    fn is_due(&self, deadline: u64) -> bool {
        self.with(|state| state.now >= deadline)
    }

    fn await_deadline(&self, deadline: u64) {
        self.with(|state| {
            let earliest = state.earliest.unwrap_or(u64::MAX);
            state.earliest = Some(earliest.min(deadline));
        });
    }

    /// Moves the clock to the earliest deadline that is waited for.
    fn skip(&self) {
        let sleeps = self.with(|state| {
            let before = state.now;
            state.now = before.max(state.earliest.take().unwrap_or(0));
            state.now > before
        });
        if sleeps {
            self.log.warn_once(SLEPT);
        }
    }

    fn forget(&self) {
        self.with(|state| state.earliest = None);
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut lock(&self.state))
    }
}

struct Timer {
    clock: VirtualClock,
    deadline: u64,
}

/// Clears the deadlines of the timers of one wait when the wait is over.
struct Waiting<'a>(&'a VirtualClock);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.forget();
    }
}

#[async_trait]
impl Pollable for Timer {
    async fn ready(&mut self) {
        let waiting = Waiting(&self.clock);
        while !self.clock.is_due(self.deadline) {
            // First every timer of this wait registers its deadline. Then one timer moves the clock
            // to the earliest deadline. Then the wait ends, because at least one timer is due.
            self.clock.await_deadline(self.deadline);
            yield_once().await;
            self.clock.skip();
            if !self.clock.is_due(self.deadline) {
                yield_once().await;
            }
        }
        drop(waiting);
    }
}

impl<D> Guest<D> {
    fn timer(&mut self, deadline: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let clock = self.clock.clone();
        let timer = self.table.push(Timer { clock, deadline })?;
        subscribe(&mut self.table, timer)
    }
}

impl<D: Send> monotonic_clock::Host for Guest<D> {
    fn now(&mut self) -> wasmtime::Result<u64> {
        Ok(self.clock.read())
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        Ok(STEP)
    }

    fn subscribe_instant(&mut self, when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.timer(when)
    }

    fn subscribe_duration(&mut self, duration: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let now = self.clock.read();
        self.timer(now.saturating_add(duration))
    }
}

impl<D: Send> wall_clock::Host for Guest<D> {
    fn now(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        let elapsed = Duration::from_nanos(self.clock.read());
        Ok(datetime(self.clock.start.saturating_add(elapsed)))
    }

    fn resolution(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        Ok(datetime(Duration::from_nanos(STEP)))
    }
}

fn datetime(time: Duration) -> wall_clock::Datetime {
    wall_clock::Datetime {
        seconds: time.as_secs(),
        nanoseconds: time.subsec_nanos(),
    }
}
