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
mod calls;
mod checkout;
mod codes;
mod command_line;
mod concurrency;
mod conform;
mod dev;
mod domain;
mod echo;
mod exit_codes;
mod explain;
mod failures;
mod folders;
mod forms;
mod full_disk;
mod go;
mod guides;
mod habits;
mod javascript;
mod json_output;
mod kill;
mod large;
mod links;
mod outcomes;
mod own_contract;
mod page;
mod plugins;
mod producers;
mod projects;
mod python;
mod reference;
mod replay;
mod rust;
mod state;
mod streams;
mod summary;
mod versions;
mod workdir;
