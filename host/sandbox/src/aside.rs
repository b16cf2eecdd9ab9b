//! Guests whose slices take long compute aside: on threads of their own, not on the runtime's.
//!
//! A slice is so much fuel, and fuel is not time. An instruction that fills or copies memory is paid
//! before it begins, and then nothing cuts it; a page of memory that is touched for the first time
//! is the work of a thousand instructions and costs one. So a slice can take a tenth of a second,
//! and whatever else the thread should do waits as long. Such a guest is left to the system, which
//! shares the cores between threads whatever they do. That costs more than a turn on the thread
//! that is there already, so it is for guests that have shown that they need it, and for the first
//! run of a component, of which nothing is known.
//!
//! It takes a runtime that can start threads; on one of a single thread nothing is aside.

use crate::checks::Check;
use rustix::time::ClockId;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// A slice of an honest guest takes about a millisecond.
const LONG: Duration = Duration::from_millis(5);
/// Runs of a component that are aside after one that had a long slice.
const RUNS: u32 = 1_000;

/// What is known of the slices of a component.
pub(crate) struct Habit {
    /// Runs that are still to be aside.
    aside: AtomicU32,
    /// Whether a slice seemed long once. It may have been somebody else who had the core.
    is_suspect: AtomicBool,
}

impl Habit {
    /// A component of which nothing is known.
    pub(crate) fn unknown() -> Self {
        Self {
            aside: AtomicU32::new(1),
            is_suspect: AtomicBool::new(false),
        }
    }

    /// Returns whether a run that begins is to be aside.
    pub(crate) fn begin(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        let left = self
            .aside
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        left.is_ok() && is_possible()
    }

    /// Returns whether the run is to be aside from now on, after a slice that took long.
    fn was_long(&self) -> bool {
        self.aside.store(RUNS, Ordering::Relaxed);
        is_possible()
    }
}

/// Measures a slice.
pub(crate) struct Stopwatch {
    began: Instant,
    /// What the thread had computed before. Asking for it is a system call.
    computed: Option<Duration>,
}

impl Stopwatch {
    pub(crate) fn start(habit: &Habit, is_aside: bool) -> Self {
        let is_suspect = is_aside || habit.is_suspect.load(Ordering::Relaxed);
        Self {
            computed: is_suspect.then(computed),
            began: Instant::now(),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns whether the run is to be aside from now on.
    pub(crate) fn stop(&self, habit: &Habit, is_aside: bool) -> bool {
        if self.elapsed() <= LONG {
            return is_aside;
        }
        match self.computed {
            Some(before) if computed().saturating_sub(before) > LONG => habit.was_long(),
            Some(_) => is_aside,
            None => {
                habit.is_suspect.store(true, Ordering::Relaxed);
                is_aside
            }
        }
    }
}

/// Returns how long this thread has had a core.
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Returns whether the runtime has other threads.
fn is_possible() -> bool {
    let flavor = Handle::try_current().map(|runtime| runtime.runtime_flavor());
    Check::LongSlices.holds() && flavor.is_ok_and(|it| it == RuntimeFlavor::MultiThread)
}

/// Computes aside, or returns `None` and does nothing: in a `LocalSet` there is no way, and the
/// runtime says so with a panic only.
pub(crate) fn compute<T>(slice: impl FnOnce() -> T) -> Option<T> {
    let mut has_begun = false;
    let slice = || {
        has_begun = true;
        slice()
    };
    match catch_unwind(AssertUnwindSafe(|| block_in_place(slice))) {
        Ok(done) => Some(done),
        Err(panic) if has_begun => resume_unwind(panic),
        Err(_) => None,
    }
}
