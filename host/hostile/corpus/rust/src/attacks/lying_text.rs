//! row: lying-abi
//! ends: crashed trap
//! says: invalid utf-8 sequence of 1 bytes from index 1
//! limit: the engine checks text before the host has it
//!
//! Hands over text that is none.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let bytes = vec![b'a', 0xff, 0xc0, 0x80];
    // SAFETY: there is none. Text that breaks its promise is what the attack is about.
    Ok(vec![Output::new(unsafe {
        String::from_utf8_unchecked(bytes)
    })])
}
