//! The kinds of host on which every attack is made.

use serde::{Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// The source of the memory of guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// From a pool.
    Pooling,
    /// From the system, for each run.
    OnDemand,
}

/// A kind of host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostKind {
    /// The source of memory.
    pub memory: Memory,
    /// The number of worker threads of the runtime. A guest that blocks the only thread blocks the
    /// host.
    pub workers: usize,
}

impl HostKind {
    /// Every kind. The first is the default of a host.
    pub const ALL: [Self; 4] = [
        Self::new(Memory::Pooling, 4),
        Self::new(Memory::Pooling, 1),
        Self::new(Memory::OnDemand, 4),
        Self::new(Memory::OnDemand, 1),
    ];

    const fn new(memory: Memory, workers: usize) -> Self {
        Self { memory, workers }
    }

    pub(crate) fn runtime(self) -> std::io::Result<tokio::runtime::Runtime> {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(self.workers)
            // Idle threads end soon, so that the soak counts only threads that are in use.
            .thread_keep_alive(Duration::from_millis(200))
            .enable_all()
            .build()
    }
}

impl fmt::Display for HostKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = match self.memory {
            Memory::Pooling => "pooling",
            Memory::OnDemand => "on-demand",
        };
        write!(f, "{memory}, workers: {}", self.workers)
    }
}

impl Serialize for HostKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
