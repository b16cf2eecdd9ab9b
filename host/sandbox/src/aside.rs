//! Guests whose slices take long run aside: on threads of their own, not on the runtime's.
//!
//! A slice is so much fuel, and fuel is not time. An instruction that fills or copies memory is paid
//! before it begins, and then nothing cuts it; a page of memory that is touched for the first time
//! is the work of a thousand instructions and costs one. So a slice can take a tenth of a second,
//! and whatever else the thread should do waits as long. Such a guest is left to the system, which
//! shares the cores between threads whatever they do. That costs two changes of threads for each
//! run, so it is for components that have shown that they need it, and for all runs of one that begin
//! before the first has ended, when nothing is known.

use rustix::time::ClockId;
use std::future::Future;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// A slice of an honest guest takes about a millisecond.
pub(crate) const LONG: Duration = Duration::from_millis(5);
/// Runs of a component that are aside after one that had a long slice.
const RUNS: u32 = 1_000;

/// What is known of the slices of a component.
pub(crate) struct Habit {
    /// Runs that are still to be aside. The last stands for all that begin until one has ended.
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
    fn begin(&self) -> bool {
        let one_less = |left: u32| (left > 1).then(|| left - 1);
        let left = self
            .aside
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        left != Err(0)
    }

    /// A run aside has ended. What it showed is known, and no other needs to show it.
    fn end(&self) {
        self.aside
            .compare_exchange(1, 0, Ordering::Relaxed, Ordering::Relaxed)
            .ok();
    }
}

/// Measures the slices of a run.
pub(crate) struct Stopwatch {
    habit: Arc<Habit>,
    is_aside: bool,
}

impl Stopwatch {
    /// A stopwatch for a run that begins, which is where the habit says.
    pub(crate) fn new(habit: Arc<Habit>) -> Self {
        Self {
            is_aside: habit.begin(),
            habit,
        }
    }

    /// Whether the run is to be aside.
    pub(crate) fn is_aside(&self) -> bool {
        self.is_aside
    }

    /// Does a slice and returns how long it took.
    pub(crate) fn time<T>(&self, slice: impl FnOnce() -> T) -> (T, Duration) {
        let is_suspect = self.is_aside || self.habit.is_suspect.load(Ordering::Relaxed);
        // What the thread has computed so far. Asking for it is a system call.
        let before = is_suspect.then(computed);
        let began = Instant::now();
        let done = slice();
        let took = began.elapsed();
        match before {
            _ if took <= LONG => {}
            None => self.habit.is_suspect.store(true, Ordering::Relaxed),
            Some(before) if computed().saturating_sub(before) > LONG => {
                self.habit.aside.store(RUNS, Ordering::Relaxed);
            }
            Some(_) => {}
        }
        (done, took)
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        if self.is_aside {
            self.habit.end();
        }
    }
}

/// Returns how long this thread has had a core.
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Does it here, or aside: on a thread that nothing else waits for. There it ends between two slices
/// when the future that is returned is dropped.
pub(crate) async fn place<F>(run: F, is_aside: bool) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    if !is_aside {
        return run.await;
    }
    let (_alive, dropped) = oneshot::channel::<()>();
    let runtime = Handle::current();
    let thread = tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = dropped => None,
                done = run => Some(done),
            }
        })
    });
    match thread.await {
        Ok(Some(done)) => done,
        Err(panic) if panic.is_panic() => resume_unwind(panic.into_panic()),
        // The runtime is about to end, and with it whoever waits here.
        Ok(None) | Err(_) => std::future::pending().await,
    }
}
