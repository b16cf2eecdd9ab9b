//! An instance that handles many events neither traps nor grows.

use std::env;

use crate::host::{Guest, bytes, event, field};

/// The number of events: few in CI, a million under `just deep`.
fn count() -> usize {
    let count = env::var("GUESTHOUSE_GO_EVENTS").map_or(20_000, |count| count.parse().unwrap());
    // With fewer events the heap has not reached its stable size.
    count.max(20_000)
}

#[test]
fn a_million_events_in_one_instance_neither_trap_nor_grow() {
    soak("busy", count(), 256);
}

#[test]
fn goroutines_that_outlive_a_million_events_do_no_harm() {
    soak("goroutines", count() / 4, 256);
    soak("pending", count() / 4, 256);
}

#[test]
fn large_events_by_the_million_bytes_do_no_harm() {
    soak("busy", count() / 100, 100_000);
}

/// The size of a heap varies. Growth beyond this is a leak.
const SLACK: usize = 1 << 20;

/// Handles `count` events. The memory must not grow in the second half.
fn soak(kind: &str, count: usize, size: usize) {
    let mut guest = Guest::new();
    let data = format!("{{\"text\":\"{}\"}}", "x".repeat(size - 11));
    let event = event(kind, Some("subject"), data.as_bytes());
    let mut settled = 0;
    for number in 0..count {
        let outputs = guest.handle(event.clone()).unwrap().unwrap();
        if number % 1000 == 0 {
            assert_eq!(bytes(field(&outputs[0], "data")), data.as_bytes());
        }
        if number == count / 2 {
            settled = guest.memory();
        }
    }
    let grown = guest.memory() - settled;
    println!(
        "{kind}: {count} events of {size} bytes, {} KiB",
        guest.memory() / 1024
    );
    assert!(grown < SLACK, "the memory grew by {grown} bytes");
}
