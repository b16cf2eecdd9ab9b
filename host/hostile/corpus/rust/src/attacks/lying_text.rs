//! row: lying-abi
//! ends: crashed trap
//! says: invalid utf-8 sequence of 1 bytes from index 1
//! limit: the engine checks text before it passes it to the host
//!
//! Passes invalid text to the host.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let bytes = vec![b'a', 0xff, 0xc0, 0x80];
    // SAFETY: there is none. The attack is text that is not UTF-8.
    Ok(vec![Output::new(unsafe {
        String::from_utf8_unchecked(bytes)
    })])
}
