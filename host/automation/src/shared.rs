//! The state that all plugins of a host share.

use crate::http::Resolver;
use crate::log::LogSink;
use crate::{OperatorKey, StateDb};
use guesthouse_sandbox::Sandbox;
use std::sync::Arc;

pub(crate) struct Shared {
    pub(crate) sandbox: Sandbox,
    pub(crate) state: StateDb,
    /// Whether the host keeps outcomes and answers repeated events from them.
    pub(crate) keeps_outcomes: bool,
    pub(crate) key: OperatorKey,
    pub(crate) log: Box<dyn LogSink>,
    pub(crate) resolver: Arc<dyn Resolver>,
}
