//! Why a run ended without a result: a closed set.

use crate::Limit;
use serde::Serialize;

/// Why a run ended without a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The guest has a bug.
    #[error("the guest crashed: {}", .0.message)]
    Crashed(Crash),
    /// The guest consumed more than a limit allows.
    #[error("the guest exceeded its limit `{0}`")]
    Limit(Limit),
    /// The run took longer than its deadline. The host, or a service that it needs, may be at fault.
    #[error("the run took longer than its deadline")]
    Timeout,
    /// A host function could not do its work, because something that the host needs failed.
    #[error("the host failed: {0}")]
    HostError(String),
    /// The host has a bug.
    #[error("the host has a bug: {0}")]
    HostBug(String),
}

/// How a guest crashed. All text is the guest's, made safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The kind of a crash.
    pub code: CrashCode,
    /// One sentence: the panic's message, or the engine's.
    pub message: String,
    /// The guest's stack as far as it is known, innermost frame first.
    pub trace: Option<String>,
}

/// The kind of a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CrashCode {
    /// A panic of Rust or Go.
    Panic,
    /// An uncaught exception.
    Exception,
    /// The guest asked to exit.
    Exit,
    /// The guest recursed too deeply.
    StackOverflow,
    /// The engine stopped it for any other reason.
    Trap,
}

impl CrashCode {
    /// Returns the code, which never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Exception => "exception",
            Self::Exit => "exit",
            Self::StackOverflow => "stack-overflow",
            Self::Trap => "trap",
        }
    }
}

impl RunError {
    /// Returns the class: `crashed`, `limit`, `timeout`, `host-error` or `host-bug`.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Crashed(_) => "crashed",
            Self::Limit(_) => "limit",
            Self::Timeout => "timeout",
            Self::HostError(_) => "host-error",
            Self::HostBug(_) => "host-bug",
        }
    }

    /// Returns the code within the class, where the class has codes.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Crashed(crash) => Some(crash.code.code()),
            Self::Limit(limit) => Some(limit.code()),
            Self::Timeout | Self::HostError(_) | Self::HostBug(_) => None,
        }
    }
}

/// Ends the run from inside a host function: return it as the error of that function.
///
/// To deny something to a guest, return an error value of the WIT function instead.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct HostTrap(pub(crate) RunError);

impl HostTrap {
    /// Ends the run because the guest consumed more than `limit` allows.
    pub fn limit(limit: Limit) -> Self {
        Self(RunError::Limit(limit))
    }

    /// Ends the run because something that the host needs failed: a full disk, a broken database.
    pub fn host_error(error: impl std::fmt::Display) -> Self {
        Self(RunError::HostError(error.to_string()))
    }

    /// Ends the run because the host reached an invalid state.
    pub fn host_bug(error: impl std::fmt::Display) -> Self {
        Self(RunError::HostBug(error.to_string()))
    }
}
