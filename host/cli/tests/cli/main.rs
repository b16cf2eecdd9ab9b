//! Tests of the binary `guesthouse` that need more than one command; those of single commands are
//! files in `messages/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failed test panics, and prints for the person who runs it"
)]

mod agreement;
mod failures;
mod kill;
mod plugins;
mod reference;
mod streams;
mod workdir;
