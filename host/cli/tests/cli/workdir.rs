//! The binary `guesthouse` in a folder of its own.

use guesthouse_testing::Workdir;

/// Makes an empty folder for the binary under test.
pub(crate) fn new_workdir() -> Workdir {
    Workdir::new(env!("CARGO_BIN_EXE_guesthouse"))
}
