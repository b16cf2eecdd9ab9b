//! Runs the hostile corpus against the host and measures what it does to its neighbours.
//!
//! The corpus is `host/hostile/corpus`: components in WebAssembly text that attack the sandbox
//! through a tiny domain, and a plugin in each language that attacks through the SDK. The head of a
//! file says what the adversary does and how it must end ([`corpus`]).
//!
//! | command | shows | module |
//! |---|---|---|
//! | `run` | every attack ends as it must, and an honest neighbour gets its right results | [`run`] |
//! | `soak` | many attacks leave nothing behind | [`soak`] |
//! | `bytes` | the host refuses or loads any bytes | [`bytes`] |
//! | `mutants` | without any one control a test or an adversary fails | [`mutants`] |
//!
//! Classes, codes and counts decide whether a run is good. Times and memory are only shown, because
//! they depend on the machine.

pub mod attacks;
mod attempt;
pub mod bytes;
mod canary;
pub mod corpus;
pub mod host_kind;
mod leaks;
mod measure;
pub mod mutants;
mod plugins;
pub mod proofs;
mod repeat;
pub mod report;
pub mod run;
pub mod soak;
mod source;
mod test_host;
pub mod test_name;
mod upstream;
mod watch;

pub use plugins::Plugins;
pub use source::Source;
