//! row: lying-abi
//! ends: crashed trap
//! says: unexpected discriminant: 200
//! limit: the engine checks every argument against the contract
//!
//! Bypasses the SDK and writes a log line with a level that does not exist, from memory that does not
//! exist either.

use guesthouse_sdk::{Output, Result};

#[link(wasm_import_module = "guesthouse:automation/log@0.1.0")]
unsafe extern "C" {
    fn write(level: u32, message: usize, length: usize, fields: usize, count: usize);
}

pub(crate) fn attack() -> Result<Vec<Output>> {
    // SAFETY: there is none. The attack is a call of an import against its contract.
    unsafe { write(200, usize::MAX - 8, usize::MAX, 3, usize::MAX) };
    Err(super::breached("a line of nothing"))
}
