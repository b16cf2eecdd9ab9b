//! Runs the hostile corpus against the host and measures what it does to its neighbours.
//!
//! The corpus is `host/hostile/corpus`: components in WebAssembly text that attack the
//! sandbox through a tiny domain, and a plugin in each language that attacks through the SDK. What
//! an adversary is for and how it must end stands at the head of its file ([`corpus`]).
//!
//! | command | shows | where |
//! |---|---|---|
//! | `run` | every attack ends as it must, and a neighbour gets its right answers | [`matrix`] |
//! | `soak` | many attacks leave nothing behind | [`soak`] |
//! | `bytes` | any bytes are refused or loaded | [`bytes`] |
//! | `mutants` | without any one control something goes red | `mutants` |
//!
//! Classes, codes and counts decide whether a run is good. Times and memory are printed and judged
//! in words, because they depend on the machine.

#[path = "../../sandbox/tests/sandbox/calc.rs"]
mod calc;

pub mod bytes;
mod canary;
pub mod cell;
mod chance;
pub mod corpus;
mod guests;
mod house;
mod languages;
pub mod matrix;
mod measure;
pub mod mutants;
pub mod page;
mod repeat;
pub mod soak;
mod table;
mod upstream;
mod watch;
mod words;

pub use languages::Plugins;
