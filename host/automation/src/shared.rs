//! The state that all plugins of a host share.

use crate::http::Resolver;
use crate::log::{LogEntry, LogSink};
use crate::outcome::Run;
use crate::{LogLine, OperatorKey, StateDb};
use guesthouse_sandbox::Sandbox;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct Shared {
    pub(crate) sandbox: Sandbox,
    pub(crate) state: StateDb,
    /// Whether the host keeps outcomes and answers repeated events from them.
    pub(crate) keeps_outcomes: bool,
    pub(crate) key: OperatorKey,
    /// Locked for all lines of an event, so that the lines of concurrent events do not mix.
    pub(crate) log: Mutex<Box<dyn LogSink>>,
    pub(crate) resolver: Arc<dyn Resolver>,
}

impl Shared {
    /// Passes the lines of an event to the operator's log.
    pub(crate) fn log(&self, run: &Run, lines: &[LogLine]) {
        let sink = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        for line in lines {
            sink.write(&LogEntry {
                plugin: &run.plugin,
                source: &run.source,
                event: &run.event,
                line,
            });
        }
    }
}
