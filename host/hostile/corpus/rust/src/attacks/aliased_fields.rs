//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host copies anything
//!
//! Passes a hundred thousand fields that are all the same mebibyte of text: a hundred gibibytes
//! for a host that copies them before it counts.

use guesthouse_sdk::{Output, Result};

#[link(wasm_import_module = "guesthouse:automation/log@0.1.0")]
unsafe extern "C" {
    fn write(level: u32, message: usize, length: usize, fields: usize, count: usize);
}

pub(crate) fn attack() -> Result<Vec<Output>> {
    let text = "x".repeat(1 << 20);
    let empty_and_long = [
        text.as_ptr() as usize,
        0,
        text.as_ptr() as usize,
        text.len(),
    ];
    let fields = vec![empty_and_long; 100_000];
    // SAFETY: each pointer is valid; the attack is that all of them are the same.
    unsafe { write(2, 0, 0, fields.as_ptr() as usize, fields.len()) };
    Err(super::breached("a hundred gibibytes"))
}
