//! Reads the WIT package of a contract, and describes a world of it as plain data.
//!
//! [`Contract`] is a parsed package: from a folder, from a file, from the binary form of WIT, or from
//! a component. [`Model`] describes one world for tools that do not parse WIT themselves: interfaces,
//! functions and types with their documentation, which types are errors, and the name of each item in
//! each language. `guesthouse contract show --format json` prints the model. [`wave`] reads and writes
//! calls and values as text.
//!
//! A contract comes from its owner. Do not read files of untrusted authors with this crate: the
//! parsers have no limits of CPU and memory.

mod contract;
mod describe;
pub mod echo;
pub mod lint;
mod model;
mod model_json;
pub mod names;
mod sides;
mod walk;
pub mod wave;

pub use contract::Contract;
pub use model::{
    Case, Direction, Field, Function, FunctionKind, Interface, Model, PackageName, Param, Result_,
    Type, TypeDef, TypeDefKind, TypeId,
};
