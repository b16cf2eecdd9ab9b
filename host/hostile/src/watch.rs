//! The outermost limits. If no control of the host stops an attack, they end this process. So a
//! hang or a memory flood fails the run and does not block the machine.

use crate::measure::resident;
use guesthouse_testing::console::info;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes of resident memory that no correct run of the corpus comes near.
const MEMORY: u64 = 6 << 30;
/// The exit code of a process that the watch ended.
const ENDED: i32 = 3;

#[derive(Clone)]
struct Activity {
    what: String,
    /// The start, if the watch limits the time of the activity.
    since: Option<Instant>,
}

/// The current activity.
static NOW: Mutex<Option<Activity>> = Mutex::new(None);

/// Records the current activity, whose time and memory the watch limits.
pub(crate) fn now(what: &str) {
    record(what, Some(Instant::now()));
}

/// Records the loading of an adversary, whose memory the watch limits. The host limits its time.
pub(crate) fn loading(what: &str) {
    record(&format!("loading {what}"), None);
}

fn record(what: &str, since: Option<Instant>) {
    let what = what.to_owned();
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some(Activity { what, since });
}

/// Starts a thread that ends the process when an activity takes longer than `limit` or memory is
/// full. It is a thread and not a task, because a host that hangs runs no tasks.
pub(crate) fn start(limit: Duration) -> std::io::Result<()> {
    let watch = move || loop {
        std::thread::sleep(Duration::from_millis(20));
        let now = NOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(Activity { what, since }) = now else {
            continue;
        };
        if since.is_some_and(|since| since.elapsed() > limit) {
            exit_with(&format!("hang: {what} ran for over {} s", limit.as_secs()));
        }
        if resident() > MEMORY {
            exit_with(&format!("memory: {what} took over {} MiB", MEMORY >> 20));
        }
    };
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(watch)?;
    Ok(())
}

fn exit_with(message: &str) {
    info(message);
    std::process::exit(ENDED);
}
