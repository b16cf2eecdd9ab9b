//! The outermost limits: what no control of the host stopped ends the process, so that a hang or a
//! flood of memory is a red run and not a machine that has to be rebooted.

use crate::measure::resident;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes that no run of the corpus comes near.
const MEMORY: u64 = 6 << 30;
/// The exit code of a process that was ended from here.
pub(crate) const ENDED: i32 = 3;

/// What is going on, and since when.
static NOW: Mutex<Option<(String, Instant)>> = Mutex::new(None);

/// Says what is going on, for the last words.
pub(crate) fn now(what: &str) {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some((what.to_owned(), Instant::now()));
}

/// Says that what goes on may take its time.
pub(crate) fn pause() {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Ends the process when one thing goes on for longer than `limit`, or memory runs away. A thread
/// and not a task: a host that hangs runs no tasks.
pub(crate) fn start(limit: Duration) -> std::io::Result<()> {
    let watch = move || loop {
        std::thread::sleep(Duration::from_millis(20));
        let now = NOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((what, since)) = now else { continue };
        if since.elapsed() > limit {
            end(&format!(
                "hang: {what} went on for over {} s",
                limit.as_secs()
            ));
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

fn end(words: &str) {
    writeln!(std::io::stderr(), "{words}").ok();
    std::process::exit(ENDED);
}
