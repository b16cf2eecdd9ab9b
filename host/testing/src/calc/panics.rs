//! Panics that tests ask for.

use super::host::EXPECTED_PANIC;
use std::panic;

/// Returns whether this is the text of a panic that [`ask::PANIC`](super::ask::PANIC) asks for.
#[must_use]
pub fn is_expected_panic(text: &str) -> bool {
    text == EXPECTED_PANIC
}

/// Silences the report of panics that guests ask for with [`ask::PANIC`](super::ask::PANIC).
pub fn silence_expected_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload_as_str().is_some_and(is_expected_panic) {
            report(panic);
        }
    }));
}
