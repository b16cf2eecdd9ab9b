//! Says what a WebAssembly file is, whether a host can load it, and what to do if not.
//!
//! This crate is the one judge of a file. [`check`] reports everything about it; hosts ask the same
//! judge with [`scan`] and [`judge`] before they compile a component. Nothing is compiled or run
//! here, and the crate depends on no engine.
//!
//! The bytes may come from an untrusted author. The pass of [`scan`] is linear, so it can run in any
//! process. Validating and reading interfaces is not: a file of a few kilobytes can take minutes or
//! overflow a stack. Panics of the parsers are caught, but CPU, memory and stack are not limited in
//! this crate. Call [`check`] and [`judge`] in a process with limits, as `guesthouse check` and the
//! sandbox do, or only on files whose authors you trust.

mod against;
mod branches;
mod circles;
pub mod contract;
mod damage;
pub mod evolution;
mod file;
mod fingerprint;
mod fit;
mod judge;
pub mod limits;
mod linking;
mod manifest;
mod module;
mod names;
mod origin;
mod report;
mod scan;
mod shape;
mod validate;
mod walk;
mod wit;

pub use against::Against;
pub use guesthouse_diagnostics::{
    Diagnostic, FileKind, Language, Place, RefusalCode, Severity, nearest,
};
pub use judge::{check_size, judge, judge_plugin, scan, world};
pub use manifest::{Ask, Asked, Manifest, SECTION as MANIFEST_SECTION, World};
pub use names::Names;
pub use report::{Component, Import, Report, Verdict, check, check_world, report};
pub use validate::FEATURES;
pub use wit::{Wit, WitFile};
