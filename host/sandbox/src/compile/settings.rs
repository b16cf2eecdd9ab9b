//! Limits on compiling one component.

use serde::{Deserialize, Serialize};

/// What compiling one component may consume.
///
/// The defaults leave room: StarlingMonkey needs 432 MB and 8 s, CPython 407 MB and 6 s on two
/// cores of 2026.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CompileLimits {
    /// Bytes of the component.
    pub component_bytes: u64,
    /// Bytes of address space of the worker.
    pub memory: u64,
    /// Seconds of CPU of the worker, summed over its threads.
    pub cpu_seconds: u64,
    /// Milliseconds of real time. The worker has the lowest priority, so this is generous.
    pub wall_ms: u64,
}

impl Default for CompileLimits {
    fn default() -> Self {
        Self {
            component_bytes: 64 << 20,
            memory: 2 << 30,
            cpu_seconds: 120,
            wall_ms: 900_000,
        }
    }
}
