//! The guest of the suite `abi` in Rust, over the bindings that cargo-component writes.

#[allow(warnings)]
#[rustfmt::skip] // written by the build
mod bindings;
mod constants;
mod echo;
mod handles;

use bindings::{exports, guesthouse};

struct Guest;

bindings::export!(Guest with_types_in bindings);
