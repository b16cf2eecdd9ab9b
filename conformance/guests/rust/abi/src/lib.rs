//! The guest of the suite `abi` in Rust.

wit_bindgen::generate!({ path: "wit", world: "abi" });

mod constants;
mod echo;
mod handles;

struct Guest;

export!(Guest);
