//! The kinds of host that every attack is made on.

use serde::Serialize;
use std::fmt;

/// Where the memory of guests comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Memory {
    /// From a pool that is kept.
    Pooling,
    /// From the system, for each run.
    OnDemand,
}

/// How many threads run guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workers {
    /// One, so that whoever holds it holds up everybody.
    One,
    /// Several.
    Many,
}

/// One kind of host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Where memory comes from.
    pub memory: Memory,
    /// How many workers there are.
    pub workers: Workers,
}

impl Cell {
    /// Every kind. The first is what a host is by default.
    pub const ALL: [Self; 4] = [
        Self::new(Memory::Pooling, Workers::Many),
        Self::new(Memory::Pooling, Workers::One),
        Self::new(Memory::OnDemand, Workers::Many),
        Self::new(Memory::OnDemand, Workers::One),
    ];

    const fn new(memory: Memory, workers: Workers) -> Self {
        Self { memory, workers }
    }

    pub(crate) fn runtime(self) -> std::io::Result<tokio::runtime::Runtime> {
        let workers = match self.workers {
            Workers::One => 1,
            Workers::Many => 4,
        };
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(workers)
            // So that the threads of the soak are those that work.
            .thread_keep_alive(std::time::Duration::from_millis(200))
            .enable_all()
            .build()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.memory {
            Memory::Pooling => "pooling",
            Memory::OnDemand => "on-demand",
        })?;
        f.write_str(match self.workers {
            Workers::One => ", one worker",
            Workers::Many => ", many workers",
        })
    }
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
