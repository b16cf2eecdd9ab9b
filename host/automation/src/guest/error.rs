//! Failures of a host function: a value that the guest can handle, or the end of its run.

use crate::{http, state};
use guesthouse_sandbox::HostTrap;

/// A failure of a host function.
#[derive(Debug)]
pub(crate) enum Failure<D> {
    /// The guest gets an error and continues.
    Denied(D),
    /// The run ends.
    Trap(HostTrap),
}

pub(crate) type StateFailure = Failure<state::Denied>;
pub(crate) type HttpFailure = Failure<http::Denied>;

impl<D> From<HostTrap> for Failure<D> {
    fn from(trap: HostTrap) -> Self {
        Self::Trap(trap)
    }
}

impl From<state::Denied> for StateFailure {
    fn from(denied: state::Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<http::Denied> for HttpFailure {
    fn from(denied: http::Denied) -> Self {
        Self::Denied(denied)
    }
}
