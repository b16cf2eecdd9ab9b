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

/// The current activity, and the time of its start.
static NOW: Mutex<Option<(String, Instant)>> = Mutex::new(None);

/// Records the current activity for the message of the watch.
pub(crate) fn now(what: &str) {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some((what.to_owned(), Instant::now()));
}

/// Suspends the watch, including its limit on memory, until the next activity.
pub(crate) fn pause() {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Starts a thread that ends the process when an activity takes longer than `limit` or memory is
/// full. It is a thread and not a task, because a host that hangs runs no tasks.
pub(crate) fn start(limit: Duration) -> std::io::Result<()> {
    let watch = move || loop {
        std::thread::sleep(Duration::from_millis(20));
        let now = NOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((what, since)) = now else { continue };
        if since.elapsed() > limit {
            end(&format!("hang: {what} ran for over {} s", limit.as_secs()));
        }
        if resident() > MEMORY {
            end(&format!("memory: {what} took over {} MiB", MEMORY >> 20));
        }
    };
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(watch)?;
    Ok(())
}

fn end(message: &str) {
    info(message);
    std::process::exit(ENDED);
}
