//! Catches panics of the host while it runs a guest, so that a panic ends this run and no other.

use guesthouse_diagnostics::clean;
use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bytes that are kept of the message of a panic.
const MESSAGE_BYTES: usize = 2_000;

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
    clean(text, MESSAGE_BYTES, true)
}

#[cfg(test)]
mod tests {
    use super::{MESSAGE_BYTES, message};

    #[test]
    fn the_message_of_a_panic_is_cut() {
        let text = message(&"a".repeat(3_000));
        assert!(text.len() <= 2_000, "{} bytes", text.len());
        assert!(text.len() > MESSAGE_BYTES / 2, "{text}");
    }
}
