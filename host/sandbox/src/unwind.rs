//! Catches panics: of the host while it runs a guest, so that one ends this run and no other, and of
//! what reads strangers' files.

use crate::text::clean;
use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, UnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Reads something of a stranger's. A panic means that it is not what it should be.
///
/// # Errors
/// With the panic.
pub fn guarded<T>(read: impl FnOnce() -> T + UnwindSafe) -> std::thread::Result<T> {
    GUARDED.set(true);
    let read = catch_unwind(read);
    GUARDED.set(false);
    read
}

/// Whether a panic of this thread is about what it reads. A panic hook need not report it.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// A future whose panic is its result, as text that is safe to show.
pub struct CatchUnwind<F>(Pin<Box<F>>);

impl<F: Future> CatchUnwind<F> {
    /// Keeps a future whose panic ends it alone.
    pub fn new(future: F) -> Self {
        Self(Box::pin(future))
    }
}

impl<F: Future> Future for CatchUnwind<F> {
    type Output = Result<F::Output, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Nothing outlives the panic but the store's data, which is handed back for the record and
        // belongs to this run alone.
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(message(&*panic))),
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = match panic.downcast_ref::<&str>() {
        Some(text) => text,
        None => panic
            .downcast_ref::<String>()
            .map_or("a panic without a message", |text| text),
    };
    clean(text, crate::static_limits::DIAGNOSTIC_BYTES, true)
}
