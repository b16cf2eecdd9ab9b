//! Catches panics of the host while it runs a guest, so that a panic ends this run and no other.

use futures_util::FutureExt;
use guesthouse_diagnostics::clean;
use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

/// Bytes that are kept of the message of a panic.
const MESSAGE_BYTES: usize = 2_000;

/// Awaits a future and returns its panic as an error, with text that is safe to show.
pub(crate) async fn catch_unwind<T>(future: impl Future<Output = T>) -> Result<T, String> {
    // Only the store's data outlives the panic. It belongs to this run alone and is returned for
    // the record.
    let caught = AssertUnwindSafe(future).catch_unwind().await;
    caught.map_err(|panic| message(&*panic))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
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
