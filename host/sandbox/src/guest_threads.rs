//! Runs guests on threads that are separate from the embedding program's runtime.
//!
//! A guest yields after each slice of fuel, but fuel is not time: an instruction that fills memory
//! is never interrupted, and the first access to a page costs one unit but takes as long as
//! thousands of instructions. So a slice may take 100 ms, during which its thread can run no other
//! task. The system preempts guest threads, which have a lower priority than the program's own.
//!
//! The next slice goes to the plugin with the least thread time divided by its weight. The number
//! of its runs does not matter. There are twice as many threads as cores, and one plugin has at
//! most half of them, so others find a thread while its slices are long.
//!
//! Changing threads twice costs as much as a short event. So a run starts on the caller's thread
//! while cores are free, if its plugin is known for short slices.

use crate::lock::lock;
use crate::share::{FairQueue, Share};
use async_task::{Runnable, ScheduleInfo, WithInfo};
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// A caller's thread returns to its runtime after a slice of this length.
const PAUSE_AFTER: Duration = Duration::from_micros(100);
/// The priority of guest threads. The system gives the program's own threads three times as much
/// CPU.
const NICE: i32 = 5;

/// The guest threads of a sandbox. They end when this is dropped.
pub(crate) struct GuestThreads {
    pool: Arc<Pool>,
}

struct Pool {
    /// The number of guests that may compute at once while slices are short.
    cores: u32,
    slices: Mutex<Slices>,
    work: Condvar,
}

struct Slices {
    queue: FairQueue<Ready>,
    running: u32,
    idle_threads: u32,
    /// The virtual time of the plugin that was served last.
    virtual_time: u64,
    is_closed: bool,
}

/// A run that is ready for its next slice.
struct Ready {
    run: Runnable<Arc<Progress>>,
    since: Instant,
}

/// The state of a run in progress.
pub(crate) struct Progress {
    share: Share,
    /// Host functions need the timers and sockets of the program's runtime.
    runtime: Handle,
    began: Instant,
    polls: AtomicU64,
    /// Nanoseconds for which the run was ready and waited for a thread or for a core.
    waited: AtomicU64,
}

impl Progress {
    /// Returns how often the run was polled.
    pub(crate) fn polls(&self) -> u64 {
        self.polls.load(Ordering::Relaxed)
    }

    fn add_wait(&self, wait: Duration) {
        let nanos = u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX);
        self.waited.fetch_add(nanos, Ordering::Relaxed);
    }

    /// Returns how long the run has taken, without the time that it waited for a core.
    pub(crate) fn taken(&self) -> Duration {
        let waited = Duration::from_nanos(self.waited.load(Ordering::Relaxed));
        self.began.elapsed().saturating_sub(waited)
    }

    /// Ends once the run has taken `limit`.
    pub(crate) async fn deadline(&self, limit: Duration) {
        loop {
            let left = limit.saturating_sub(self.taken());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left).await;
        }
    }
}

impl GuestThreads {
    /// Starts two threads for each of `cores`. The second half runs guests while the slices of one
    /// plugin are long.
    pub(crate) fn start(cores: u32) -> io::Result<Self> {
        let slices = Slices {
            queue: FairQueue::new(),
            running: 0,
            idle_threads: 0,
            virtual_time: 0,
            is_closed: false,
        };
        let threads = Self {
            pool: Arc::new(Pool {
                cores,
                slices: Mutex::new(slices),
                work: Condvar::new(),
            }),
        };
        for _ in 0..cores.saturating_mul(2) {
            let pool = Arc::clone(&threads.pool);
            let thread = std::thread::Builder::new().name("guest".to_owned());
            thread.spawn(move || pool.work())?;
        }
        Ok(threads)
    }

    /// Runs a future of a guest. Dropping the returned future ends the run between two slices.
    ///
    /// Must be polled in a Tokio runtime.
    pub(crate) async fn run<F>(
        &self,
        share: &Share,
        run: impl FnOnce(Arc<Progress>) -> F,
    ) -> F::Output
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let progress = Arc::new(Progress {
            share: share.clone(),
            runtime: Handle::current(),
            began: Instant::now(),
            polls: AtomicU64::new(0),
            waited: AtomicU64::new(0),
        });
        let pool = Arc::clone(&self.pool);
        let schedule = move |run, info: ScheduleInfo| pool.push(run, info.woken_while_running);
        let (runnable, task) = async_task::Builder::new()
            .propagate_panic(true)
            .metadata(progress)
            .spawn(
                |progress| measured(Arc::clone(progress), run(Arc::clone(progress))),
                WithInfo(schedule),
            );
        if share.must_be_cautious() || !self.pool.takes_core(share) {
            runnable.schedule();
        } else if self.pool.slice_here(runnable) > PAUSE_AFTER {
            tokio::task::yield_now().await;
        }
        task.await
    }
}

impl Drop for GuestThreads {
    fn drop(&mut self) {
        lock(&self.pool.slices).is_closed = true;
        self.pool.work.notify_all();
    }
}

impl Pool {
    fn work(&self) {
        // If the system refuses to lower the priority, guests still run.
        rustix::process::nice(NICE).ok();
        IS_GUEST_THREAD.set(true);
        while let Some(ready) = self.next() {
            self.slice(ready);
        }
    }

    /// Waits for a run that is ready. Returns `None` after the sandbox was dropped.
    fn next(&self) -> Option<Ready> {
        let mut slices = lock(&self.slices);
        loop {
            if let Some(ready) = slices.next(self.cores) {
                return Some(ready);
            }
            if slices.is_closed {
                return None;
            }
            slices.idle_threads += 1;
            slices = self
                .work
                .wait(slices)
                .unwrap_or_else(PoisonError::into_inner);
            slices.idle_threads -= 1;
        }
    }

    /// Queues a run. The thread of a run that `yields` looks for the next run by itself.
    fn push(&self, run: Runnable<Arc<Progress>>, yields: bool) {
        let share = run.metadata().share.clone();
        let since = Instant::now();
        let mut slices = lock(&self.slices);
        let virtual_time = slices.virtual_time;
        let (line, was_idle) = slices.queue.line(&share);
        line.push(Ready { run, since });
        if was_idle {
            share.resume_at(virtual_time);
        }
        if slices.idle_threads > 0 && !yields {
            self.work.notify_one();
        }
    }

    /// Takes a core for a run that starts on its caller's thread, if a core is free and no run
    /// waits.
    fn takes_core(&self, share: &Share) -> bool {
        let mut slices = lock(&self.slices);
        let is_free = slices.running < self.cores && !slices.queue.is_waiting();
        if is_free {
            slices.running += 1;
            let virtual_time = slices.virtual_time;
            let (line, was_idle) = slices.queue.line(share);
            line.held += 1;
            if was_idle {
                share.resume_at(virtual_time);
            }
            slices.virtual_time = virtual_time.max(share.virtual_time());
        }
        is_free
    }

    /// Runs the first slice of a run on its caller's thread.
    fn slice_here(&self, run: Runnable<Arc<Progress>>) -> Duration {
        let took = self.slice(Ready {
            run,
            since: Instant::now(),
        });
        if lock(&self.slices).queue.is_waiting() {
            self.work.notify_one();
        }
        took
    }

    /// Runs a slice and charges its plugin for the real time that it held the thread. The thread's
    /// CPU clock would exclude preemption, but reading it costs a tenth of a short event.
    fn slice(&self, ready: Ready) -> Duration {
        let progress = Arc::clone(ready.run.metadata());
        let began = Instant::now();
        progress.add_wait(began - ready.since);
        progress.polls.fetch_add(1, Ordering::Relaxed);
        let entered = progress.runtime.enter();
        ready.run.run();
        drop(entered);
        let took = began.elapsed();
        progress.share.charge(took);
        let mut slices = lock(&self.slices);
        slices.running -= 1;
        slices.queue.release(&progress.share);
        took
    }
}

thread_local! {
    static IS_GUEST_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Runs a future, and notes for how long the system ran other threads on its core. After a poll the
/// run may be in the queue at once, where it waits for another reason, so only the poll is measured.
async fn measured<F: Future>(progress: Arc<Progress>, run: F) -> F::Output {
    let mut run = pin!(run);
    poll_fn(|context| {
        if !IS_GUEST_THREAD.get() {
            return run.as_mut().poll(context);
        }
        let (began, cpu_before) = (Instant::now(), thread_cpu());
        let polled = run.as_mut().poll(context);
        let took = began.elapsed();
        let computed = thread_cpu().saturating_sub(cpu_before);
        progress.add_wait(took.saturating_sub(computed));
        polled
    })
    .await
}

/// Returns the CPU that this thread has used.
fn thread_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

impl Slices {
    fn next(&mut self, max_of_plugin: u32) -> Option<Ready> {
        let (share, ready) = self
            .queue
            .take(|line| (line.held < max_of_plugin).then(|| line.share.virtual_time()))?;
        self.running += 1;
        self.virtual_time = self.virtual_time.max(share.virtual_time());
        Some(ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call_hook::yield_once;

    /// Returns a share whose runs may start on the threads of their callers.
    fn share_with_short_slices() -> Share {
        let share = Share::new(1);
        while share.must_be_cautious() {}
        share
    }

    /// A plugin that runs on its callers' threads for long must not wait until new plugins, which
    /// start at the virtual time, have caught up with it.
    #[tokio::test]
    async fn a_slice_on_the_callers_thread_advances_the_virtual_time() {
        let threads = GuestThreads::start(1).unwrap();
        let share = share_with_short_slices();
        share.charge(Duration::from_micros(900));
        threads.run(&share, |_| async {}).await;
        assert!(lock(&threads.pool.slices).virtual_time >= 900_000);
    }

    /// Many short runs in a row must not keep the runtime from its other tasks.
    #[tokio::test]
    async fn a_caller_returns_to_its_runtime_after_a_first_slice() {
        let threads = GuestThreads::start(1).unwrap();
        let neighbour = tokio::spawn(async {});
        let run = |_| async {
            std::thread::sleep(PAUSE_AFTER * 2);
            std::thread::current().id()
        };
        let ran_on = threads.run(&share_with_short_slices(), run).await;
        assert_eq!(ran_on, std::thread::current().id());
        assert!(neighbour.is_finished());
    }

    #[tokio::test]
    async fn runs_after_a_long_slice_start_on_a_guest_thread() {
        let threads = GuestThreads::start(1).unwrap();
        let share = share_with_short_slices();
        share.charge(Duration::from_millis(2));
        for _ in 0..20 {
            let run = |_| async { std::thread::current().id() };
            let ran_on = threads.run(&share, run).await;
            assert_ne!(ran_on, std::thread::current().id());
        }
    }

    /// A thread that sleeps is like one that the system has preempted.
    #[tokio::test]
    async fn a_run_has_not_taken_the_time_for_which_its_thread_had_no_core() {
        let preempted = Duration::from_millis(200);
        let threads = GuestThreads::start(1).unwrap();
        let run = |progress: Arc<Progress>| async move {
            std::thread::sleep(preempted);
            yield_once().await;
            progress.taken()
        };
        let taken = threads.run(&Share::new(1), run).await;
        assert!(taken < preempted, "{taken:?}");
    }

    /// The thread of a run that yields waits for the lock of the queue, and so does the run.
    #[tokio::test]
    async fn no_time_counts_twice_as_waiting() {
        let [held, host] = [200, 300].map(Duration::from_millis);
        let threads = GuestThreads::start(1).unwrap();
        let pool = Arc::clone(&threads.pool);
        let run = move |progress: Arc<Progress>| async move {
            let (locked, is_locked) = std::sync::mpsc::channel();
            std::thread::spawn(move || {
                let _slices = lock(&pool.slices);
                locked.send(()).unwrap();
                std::thread::sleep(held);
            });
            is_locked.recv().unwrap();
            yield_once().await;
            // The time of a host function counts.
            tokio::time::sleep(host).await;
            progress.taken()
        };
        let taken = threads.run(&Share::new(1), run).await;
        assert!(taken >= host, "{taken:?}");
    }
}
