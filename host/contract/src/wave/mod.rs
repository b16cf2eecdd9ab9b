//! Calls of the functions of a world, and their values, as text in
//! [WAVE](https://github.com/bytecodealliance/wasm-tools/tree/main/crates/wasm-wave), the text form
//! of WebAssembly values.
//!
//! [`Calls`] lists the functions on one side of a world by the names that people write:
//! `pricing.price` for a function of an interface, `price` for one of the world itself.
//!
//! A handle of a resource is written as a text: its name.

mod arms;
mod bad_value;
mod calls;
mod difference;
mod sample;
mod types;
mod value;

pub use arms::{WIDE, arms};
pub use bad_value::BadValue;
pub use calls::{Calls, Function};
pub use difference::differences;
pub use sample::sample;
pub use value::{arguments, parse, print};
pub use wasm_wave::value::{Type, Value};
pub use wasm_wave::wasm::{WasmType, WasmTypeKind, WasmValue};

/// Writes the name of a case. Words of WAVE need an escape.
fn label(name: &str) -> String {
    match name {
        "true" | "false" | "some" | "none" | "ok" | "err" | "inf" | "nan" => format!("%{name}"),
        plain => plain.to_owned(),
    }
}
