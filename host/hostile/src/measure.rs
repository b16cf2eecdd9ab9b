//! Resources that this process uses, as the system reports them.

use std::fs;
use std::time::Duration;

/// Returns the bytes of memory that are resident.
pub(crate) fn resident() -> u64 {
    status("VmRSS:")
}

/// Returns the most bytes of memory that were resident since the last [`Peak::start`].
fn highest() -> u64 {
    status("VmHWM:")
}

fn status(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) << 10
}

/// Watches how far resident memory rises.
pub(crate) struct Peak {
    idle: u64,
}

impl Peak {
    pub(crate) fn start() -> Self {
        // Writing 5 resets the high-water mark. If that is not allowed, the mark only rises, so the
        // result can be too large but never too small.
        fs::write("/proc/self/clear_refs", "5").ok();
        Self { idle: resident() }
    }

    /// Returns the bytes above the start.
    pub(crate) fn above(&self) -> u64 {
        highest().saturating_sub(self.idle)
    }
}

/// Counts of the resources that a process must release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) files: usize,
    pub(crate) threads: usize,
    pub(crate) children: usize,
}

impl Held {
    pub(crate) fn now() -> Self {
        let children = fs::read_dir("/proc/self/task").map_or(0, |tasks| {
            let tasks = tasks.flatten();
            let of = |task: fs::DirEntry| fs::read_to_string(task.path().join("children"));
            let lists = tasks.filter_map(|task| of(task).ok());
            lists.map(|list| list.split_whitespace().count()).sum()
        });
        Self {
            files: entries("/proc/self/fd"),
            threads: entries("/proc/self/task"),
            children,
        }
    }
}

pub(crate) fn entries(dir: impl AsRef<std::path::Path>) -> usize {
    fs::read_dir(dir).map_or(0, Iterator::count)
}

/// A sample of times, for a percentile.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the 99th percentile in milliseconds.
    pub(crate) fn p99_ms(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * 99).div_ceil(100).saturating_sub(1);
        let time = sorted.get(at).copied().unwrap_or_default();
        time.as_secs_f64() * 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_99th_percentile_is_one_of_the_times() {
        let mut times = Times::default();
        (1..=200).for_each(|ms| times.push(Duration::from_millis(ms)));
        assert_eq!(times.p99_ms(), 198.0);
        assert_eq!(Times::default().p99_ms(), 0.0);
    }

    #[test]
    fn the_peak_includes_memory_that_was_freed() {
        let peak = Peak::start();
        std::hint::black_box(vec![1u8; 64 << 20]);
        assert!(peak.above() > 48 << 20, "{}", peak.above());
        let again = Peak::start();
        assert!(again.above() < 32 << 20, "{}", again.above());
    }
}
