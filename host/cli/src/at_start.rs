//! What must happen before `main`.

#![allow(
    unsafe_code,
    reason = "there is no safe way to run code before Rust's runtime starts"
)]

use std::sync::atomic::{AtomicBool, Ordering};

static STDIN_IS_CLOSED: AtomicBool = AtomicBool::new(false);
static STDOUT_IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Returns whether the process was started without a standard input. Rust's runtime opens `/dev/null`
/// in its place, which is an input without a line.
pub(crate) fn stdin_is_closed() -> bool {
    STDIN_IS_CLOSED.load(Ordering::Relaxed)
}

/// Returns whether the process was started without a standard output. Rust's runtime opens `/dev/null`
/// in its place, to which each write succeeds.
pub(crate) fn stdout_is_closed() -> bool {
    STDOUT_IS_CLOSED.load(Ordering::Relaxed)
}

// SAFETY: the loader calls each function in this section once before `main`, when there is one thread.
// The function does not use its arguments and nothing of Rust's runtime.
#[used]
#[unsafe(link_section = ".init_array")]
static AT_START: extern "C" fn() = at_start;

extern "C" fn at_start() {
    // SAFETY: all calls take numbers, and no other thread changes signals or descriptors.
    let [stdin, stdout] = unsafe {
        // A write beyond the limit on the size of files then fails and is reported, as one to a
        // closed pipe does.
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        [libc::STDIN_FILENO, libc::STDOUT_FILENO].map(|stream| libc::fcntl(stream, libc::F_GETFD))
    };
    STDIN_IS_CLOSED.store(stdin == -1, Ordering::Relaxed);
    STDOUT_IS_CLOSED.store(stdout == -1, Ordering::Relaxed);
}
