//! row: handles
//! ends: crashed trap
//! says: unknown handle index 999
//! limit: the engine checks every handle
//!
//! Closes stores that it never opened, with guessed handles.

use guesthouse_sdk::{Output, Result};

#[link(wasm_import_module = "guesthouse:automation/state@0.1.0")]
unsafe extern "C" {
    #[link_name = "[resource-drop]store"]
    fn close(handle: u32);
}

pub(crate) fn attack() -> Result<Vec<Output>> {
    for handle in (0..1_000).rev() {
        // SAFETY: there is none. The attack is a handle that the host never gave.
        unsafe { close(handle) };
    }
    Err(super::breached("a thousand stores of others"))
}
