//! The outermost limits: an attack that no control of the host stops ends this process, so that a hang
//! or a memory flood is a failed run and not a machine that must be restarted.

use crate::measure::resident;
use guesthouse_testing::console::info;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes of resident memory that no run of the corpus comes near.
const MEMORY: u64 = 6 << 30;
/// The exit code of a process that the watch ended.
const ENDED: i32 = 3;

/// What is running, and since when.
static NOW: Mutex<Option<(String, Instant)>> = Mutex::new(None);

/// Notes what is running, for the message at the end.
pub(crate) fn now(what: &str) {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some((what.to_owned(), Instant::now()));
}

/// Notes that what is running may take any time.
pub(crate) fn pause() {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Ends the process when one thing runs for longer than `limit`, or memory is full. It is a thread
/// and not a task, because a host that hangs runs no tasks.
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
