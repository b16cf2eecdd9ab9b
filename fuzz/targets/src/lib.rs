//! The fuzz targets: functions that take one input and panic if the host breaks a guarantee.
//!
//! The programs in `fuzz_targets` give libFuzzer's inputs to these functions; the test `replay`
//! gives them seeds, regressions and mutations of both, without libFuzzer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a target that panics has found something"
)]

mod begin;
mod bytes;
mod printable;
mod test_host;
mod untrusted_domain;

pub use begin::begin;

pub mod artefact;
pub mod component;
pub mod event;
pub mod load;
pub mod policy;
pub mod script;
pub mod text;
pub mod url;
pub mod worker;

/// A fuzz target. Its name is also the name of its program and of its folders of seeds and
/// regressions.
pub struct Target {
    /// The name.
    pub name: &'static str,
    /// The function that takes one input.
    pub run: fn(&[u8]),
    /// The number of mutations that the test `replay` makes. They take several seconds.
    pub short: u64,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "artefact",
        run: artefact::run,
        short: 200,
    },
    Target {
        name: "component",
        run: component::run,
        short: 300,
    },
    Target {
        name: "event",
        run: event::run,
        short: 20000,
    },
    Target {
        name: "load",
        run: load::run,
        short: 2000,
    },
    Target {
        name: "policy",
        run: policy::run,
        short: 5000,
    },
    Target {
        name: "script",
        run: script::run,
        short: 300,
    },
    Target {
        name: "text",
        run: text::run,
        short: 5000,
    },
    Target {
        name: "url",
        run: url::run,
        short: 20000,
    },
    Target {
        name: "worker",
        run: worker::run,
        short: 200,
    },
];
