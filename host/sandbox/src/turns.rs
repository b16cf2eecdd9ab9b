//! Guests that compute take turns, so that whatever else the process does never waits for them for
//! longer than one slice.
//!
//! The engine cuts the work of a guest into slices of fuel, and after each it wakes itself at once.
//! That is fair among guests and to nobody else: the runtime looks after its timers and sockets
//! only when nothing is ready or after some sixty tasks, and spinning guests are always ready. So
//!
//! - only as many guests as there are turns compute at once, and are ready, whatever the number of
//!   guests that run. The others wait in line, and what is ready beside guests waits for one slice
//!   and not for one slice of each of them;
//! - whoever gets a turn, again or from the line, begins only when the runtime has looked after its
//!   timers and sockets;
//! - a task that runs one guest after another, each for less than a slice, comes to the runtime as
//!   often: when guests have computed for a millisecond on a thread, the next one begins only then.
//!
//! A guest that waits for the host takes no turn. Guests that are [aside](crate::aside) have turns
//! of their own, as many.

use crate::aside::Stopwatch;
use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

type Queue = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send>>;

/// How long guests compute on a thread before it looks after other things.
const PAUSE: Duration = Duration::from_millis(1);

/// The turns there are.
#[derive(Clone)]
pub(crate) struct Turns {
    here: Arc<Semaphore>,
    aside: Arc<Semaphore>,
}

impl Turns {
    /// Turns for so many guests at once, and as many aside.
    pub(crate) fn new(guests: usize) -> Self {
        Self {
            here: Arc::new(Semaphore::new(guests)),
            aside: Arc::new(Semaphore::new(guests)),
        }
    }

    fn of(&self, is_aside: bool) -> Arc<Semaphore> {
        Arc::clone(if is_aside { &self.aside } else { &self.here })
    }
}

/// A future of a guest that computes in turns.
pub(crate) struct InTurns<F> {
    future: F,
    turns: Arc<Semaphore>,
    turn: Turn,
    watch: Stopwatch,
    signal: Arc<Signal>,
    waker: Waker,
    polls: Arc<AtomicU64>,
}

enum Turn {
    /// The guest neither computes nor wants to.
    Not,
    /// It waits in line.
    InLine(Queue),
    /// It computes.
    Its {
        _permit: Option<OwnedSemaphorePermit>,
    },
}

impl<F: Future + Unpin> InTurns<F> {
    /// Counts in `polls` how often the future itself is polled.
    pub(crate) fn new(future: F, turns: &Turns, watch: Stopwatch, polls: Arc<AtomicU64>) -> Self {
        let signal = Arc::new(Signal::default());
        Self {
            future,
            turns: turns.of(watch.is_aside()),
            turn: Turn::Not,
            watch,
            waker: Arc::clone(&signal).into(),
            signal,
            polls,
        }
    }

    /// Returns whether the guest may compute at once. Otherwise it is polled again.
    fn may_go_on(&mut self, context: &mut Context<'_>) -> bool {
        match &mut self.turn {
            Turn::Its { .. } => true,
            Turn::Not => self.line_up(context) && !is_owed(context),
            Turn::InLine(queue) => {
                if let Poll::Ready(turn) = queue.as_mut().poll(context) {
                    // The semaphore is never closed.
                    self.turn = Turn::Its { _permit: turn.ok() };
                    come_back(context);
                }
                false
            }
        }
    }

    /// Takes a turn, or waits in line behind those who wait already. Returns whether there was one.
    fn line_up(&mut self, context: &mut Context<'_>) -> bool {
        self.turn = Turn::Its { _permit: None };
        // A turn that is given back goes to who waits, so one that is free is nobody's, and taking it
        // needs no place in line, which is a box.
        if let Ok(turn) = Arc::clone(&self.turns).try_acquire_owned() {
            self.turn = Turn::Its {
                _permit: Some(turn),
            };
            return true;
        }
        let mut queue: Queue = Box::pin(Arc::clone(&self.turns).acquire_owned());
        self.turn = match queue.as_mut().poll(context) {
            Poll::Ready(turn) => Turn::Its { _permit: turn.ok() },
            Poll::Pending => Turn::InLine(queue),
        };
        matches!(self.turn, Turn::Its { .. })
    }

    /// Lets the guest compute for one slice.
    fn slice(&mut self) -> Poll<F::Output> {
        let mut context = Context::from_waker(&self.waker);
        let future = Pin::new(&mut self.future);
        let (polled, took) = self.watch.time(|| future.poll(&mut context));
        OWED.set(OWED.get() + took);
        polled
    }
}

impl<F: Future + Unpin> Future for InTurns<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        if !this.may_go_on(context) {
            return Poll::Pending;
        }
        this.signal.begin(context.waker());
        this.polls.fetch_add(1, Ordering::Relaxed);
        let polled = this.slice();
        let wants_more = this.signal.end() && polled.is_pending();
        this.turn = Turn::Not;
        if wants_more && this.line_up(context) {
            come_back(context);
        }
        polled
    }
}

thread_local! {
    /// How long guests computed on this thread since one of them came back to the runtime.
    static OWED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Returns whether a guest that begins must wait, because others computed for long. Then it comes
/// back.
fn is_owed(context: &mut Context<'_>) -> bool {
    let is_owed = OWED.get() > PAUSE;
    if is_owed {
        come_back(context);
    }
    is_owed
}

/// Has the task polled again once the runtime has looked after everything else.
fn come_back(context: &mut Context<'_>) {
    OWED.set(Duration::ZERO);
    let _ = pin!(tokio::task::yield_now()).poll(context);
}

const IDLE: u8 = 0;
const POLLED: u8 = 1;
const WOKEN: u8 = 2;

/// Tells a guest that goes on at once from one that waits for something.
#[derive(Default)]
struct Signal {
    state: AtomicU8,
    task: Mutex<Option<Waker>>,
}

impl Signal {
    fn begin(&self, task: &Waker) {
        let mut kept = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.as_ref().is_some_and(|kept| kept.will_wake(task)) {
            *kept = Some(task.clone());
        }
        self.state.store(POLLED, Ordering::Release);
    }

    /// Returns whether the future was woken while it was polled.
    fn end(&self) -> bool {
        self.state.swap(IDLE, Ordering::AcqRel) == WOKEN
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let woken = self
            .state
            .compare_exchange(POLLED, WOKEN, Ordering::AcqRel, Ordering::Acquire);
        if woken == Err(IDLE) {
            let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(task) = &*task {
                task.wake_by_ref();
            }
        }
    }
}
