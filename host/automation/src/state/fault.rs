//! What can be wrong with the file of a database.

/// Why a file cannot be used as a state file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateFault {
    /// A process has it open: another one, or this one.
    #[error("the file is already open in this or another process")]
    InUse,
    /// It is another file.
    #[error("the file is not a state file of guesthouse")]
    NotAStateFile,
    /// A state file was changed by something else, or is incomplete.
    #[error("the file is damaged")]
    Damaged,
    /// It has an older format, and opening it for reading does not convert it.
    #[error("the file has the older format {0}, and reading does not convert it")]
    OldFormat(u64),
}
