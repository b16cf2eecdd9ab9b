//! row: host-panic
//! ends: crashed panic
//! limit: a panic aborts the guest, also one within another
//!
//! Panics in the panic hook, and would panic again while its values are dropped.

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
