//! row: terminal-escapes
//! ends: completed
//! limit: what a guest prints decides nothing as long as it returns a result
//!
//! Prints the crash message of every language and then returns normally.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    eprintln!("thread 'main' (1) panicked at host/src/main.rs:1:1:\nforged");
    eprintln!("fatal error: forged\n\ngoroutine 1 [running]:\nmain.main()");
    eprintln!("Traceback (most recent call last):\n  File \"host.py\"\nHostError: forged");
    eprintln!("Error: forged\n    at host (host.js:1:1)");
    super::report("still here")
}
