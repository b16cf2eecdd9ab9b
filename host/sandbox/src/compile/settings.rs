//! Limits on compiling one component.

use crate::limit_table::settings;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

settings! {
    /// How much the compilation of one component may consume.
    ///
    /// The defaults leave room: StarlingMonkey needs 432 MB and 8 s, CPython 407 MB and 6 s on two
    /// cores of 2026.
    CompileLimits {
        /// Bytes of the component.
        component_bytes = 64 << 20, ends as "too-large";
        /// Bytes of address space of the process.
        memory = 2 << 30, ends as "compile-limit";
        /// Seconds of CPU of the process, summed over its threads. A component gets ten seconds, and
        /// one more for each 128 KiB, up to this limit.
        cpu_seconds = 120, ends as "compile-limit";
        /// Milliseconds of real time. The process has the lowest priority, so this is generous.
        deadline_ms = 900_000, ends as "compile-limit";
        /// Milliseconds of real time until the process sends its greeting. A program that sends
        /// none is not a worker.
        greeting_ms = 10_000, ends as "host-error";
        /// Bytes of the compiled component, which is about three times as large as the component. A
        /// component gets 8 MiB, and eight times its own size, up to this limit.
        artefact_bytes = 512 << 20, ends as "compile-limit";
        /// Bytes of machine code and metadata of the loaded components of a sandbox. The host refuses
        /// further components until others are dropped.
        loaded_bytes = 4 << 30, ends as "busy";
        /// Bytes of compiled components in the cache. If there are more, the host removes the least
        /// recently used components.
        cache_bytes = 2 << 30;
        /// Components that are compiled at once, at most one of each plugin. Each compilation uses
        /// several threads, and memory up to the limit `memory`.
        at_once = 4;
        /// Components that wait to be compiled. The host refuses further components until there is
        /// room. A plugin may hold at most as many places in the queue as it leaves free, times its
        /// weight: with the weight 1, half of what other plugins leave free.
        waiting = 64, ends as "busy";
    }
}

/// An honest component of a megabyte takes the compiler about a second.
const BYTES_PER_CPU_SECOND: u64 = 128 << 10;
const LEAST_CPU_SECONDS: u64 = 10;
/// Bytes of an artefact that a component of any size may have, and further ones for each of its bytes.
/// An honest component needs three and a half.
const LEAST_ARTEFACT_BYTES: u64 = 8 << 20;
const ARTEFACT_BYTES_PER_BYTE: u64 = 8;
/// Bytes of metadata in an artefact that a component of any size may have, and the bytes of a component
/// for each further one. An honest component needs one for nine.
const LEAST_METADATA_BYTES: u64 = 1 << 20;
const BYTES_PER_METADATA_BYTE: u64 = 8;

impl CompileLimits {
    /// Returns the seconds of CPU for a component of `bytes` bytes. Without this, a few kilobytes
    /// would keep a compiler busy for as long as the largest component may.
    pub(super) fn cpu_seconds_for(&self, bytes: usize) -> u64 {
        let seconds = LEAST_CPU_SECONDS + bytes as u64 / BYTES_PER_CPU_SECOND;
        seconds.min(self.cpu_seconds)
    }

    /// Returns the bytes that the artefact of a component of `bytes` bytes may have. Without this, a few
    /// kilobytes would make the host hold as much as the largest component.
    pub(super) fn artefact_bytes_for(&self, bytes: usize) -> u64 {
        let most = ARTEFACT_BYTES_PER_BYTE.saturating_mul(bytes as u64);
        self.artefact_bytes
            .min(LEAST_ARTEFACT_BYTES.saturating_add(most))
    }

    /// Reads a file that should be a component. If the file is larger than `component_bytes`, reads
    /// only one byte more than that, by which [`Sandbox::load`] sees that the file is too large.
    ///
    /// # Errors
    /// When the file cannot be read.
    ///
    /// [`Sandbox::load`]: crate::Sandbox::load
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read_limit = self.component_bytes.saturating_add(1);
        File::open(path)?.take(read_limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Returns the bytes of metadata that the artefact of a component of `bytes` bytes may have. The engine
/// keeps many times as much in memory.
pub(super) fn metadata_bytes_for(bytes: usize) -> u64 {
    LEAST_METADATA_BYTES + bytes as u64 / BYTES_PER_METADATA_BYTE
}

#[cfg(test)]
mod tests {
    use super::{CompileLimits, metadata_bytes_for};

    #[test]
    fn small_components_get_small_artefacts() {
        let limits = CompileLimits::default();
        assert_eq!(limits.artefact_bytes_for(100_000), (8 << 20) + 800_000);
        assert_eq!(limits.artefact_bytes_for(64 << 20), 512 << 20);
        assert_eq!(metadata_bytes_for(800), (1 << 20) + 100);
    }

    #[test]
    fn small_components_get_little_cpu() {
        let limits = CompileLimits::default();
        assert_eq!(limits.cpu_seconds_for(8_000), 10);
        assert_eq!(limits.cpu_seconds_for(2 << 20), 26);
        assert_eq!(limits.cpu_seconds_for(64 << 20), limits.cpu_seconds);
    }
}
