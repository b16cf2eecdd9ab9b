//! CPU and memory of the processes that check files.

use std::fmt;
use std::time::Duration;

/// The most CPU time and memory for checking one file.
const CPU: Duration = Duration::from_millis(2_200);
const MEMORY: u64 = 256 << 20;

/// The CPU time and memory of the child processes that have ended.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    cpu: Duration,
    /// The largest resident memory of one of them.
    memory: u64,
}

/// Returns the usage of every process that this one started and waited for.
#[expect(unsafe_code, reason = "there is no safe function for it")]
pub(crate) fn of_children() -> Usage {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `getrusage` writes one `rusage` to the address, and every bit pattern is valid for it.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    let time = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec.unsigned_abs())
            + Duration::from_micros(time.tv_usec.unsigned_abs())
    };
    Usage {
        cpu: time(usage.ru_utime) + time(usage.ru_stime),
        memory: usage.ru_maxrss.unsigned_abs() << 10,
    }
}

impl Usage {
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_sub(before.cpu),
            // The system keeps only the maximum over all processes, so an earlier process can hide
            // a later, smaller one.
            memory: if self.memory > before.memory {
                self.memory
            } else {
                0
            },
        }
    }

    /// Returns a message if a limit was exceeded.
    pub(crate) fn beyond_limits(self) -> Option<String> {
        let exceeds = self.cpu > CPU || self.memory > MEMORY;
        exceeds.then(|| format!("checking took {self}"))
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ms of CPU and {} MiB",
            self.cpu.as_millis(),
            self.memory >> 20
        )
    }
}
