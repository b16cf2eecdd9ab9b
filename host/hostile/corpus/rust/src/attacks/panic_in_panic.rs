//! row: host-panic
//! ends: crashed panic
//! limit: a panic aborts the guest, also one within another
//!
//! Panics in the hook of a panic, and would do so again while what it holds is dropped.

use guesthouse_sdk::{Output, Result};

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped while panicking");
    }
}

pub(crate) fn attack() -> Result<Vec<Output>> {
    std::panic::set_hook(Box::new(|_| panic!("panicked while panicking")));
    let _bomb = Bomb;
    panic!("the first of them");
}
