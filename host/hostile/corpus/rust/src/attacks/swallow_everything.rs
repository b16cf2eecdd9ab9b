//! row: fuel-after-trap
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}
//!
//! Catches its panics, and where that is impossible continues in the panic hook.

use guesthouse_sdk::{Output, Result};

pub(crate) fn attack() -> Result<Vec<Output>> {
    std::panic::set_hook(Box::new(|_| endure()));
    loop {
        let _ = std::panic::catch_unwind(|| panic!("and on"));
    }
}

fn endure() {
    loop {
        let _ = std::hint::black_box(Vec::<u8>::new().try_reserve(1 << 30));
    }
}
