//! The types and texts that the crates of Guesthouse share to report a problem.
//!
//! [`Diagnostic`] is the one shape of a finding: severity, stable code, message, place, evidence and
//! hints. [`RefusalCode`] is the closed set of reasons to refuse a component. The rest is what
//! several crates need to find and word a problem: the kind of a file ([`FileKind`]), versions of
//! interfaces ([`version`]), the WASI that guests find ([`wasi`]), the nearest name ([`nearest`]),
//! sizes and durations ([`units`]), the reader of TOML files ([`toml_file`]), and text that is safe to
//! show ([`clean`]).
//!
//! This crate depends on no engine.

mod chain;
mod diagnostic;
mod file_kind;
mod language;
mod limit_row;
mod nearest;
mod place;
mod refusal;
mod text;
pub mod toml_file;
pub mod units;
mod unwind;
pub mod version;
pub mod wasi;

pub use chain::chain;
pub use diagnostic::{Diagnostic, Evidence, Severity};
pub use file_kind::FileKind;
pub use language::Language;
pub use limit_row::LimitRow;
pub use nearest::nearest;
pub use place::Place;
pub use refusal::RefusalCode;
pub use text::{CUT, clean, clean_json, clean_xml};
pub use unwind::{catch_parser_panic, in_parser};
