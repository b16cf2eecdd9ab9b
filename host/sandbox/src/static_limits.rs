//! Limits that are the same in every sandbox and cannot be changed. Most apply to checking a file,
//! to stacks, and to the text of a guest that the host keeps. [`Limits`](crate::Limits) has the
//! limits on a run, and [`guesthouse_inspect::limits`] has the limits on the parts of a component.

use crate::limit_table::fixed;

fixed! {
    /// Seconds of CPU that a process may use to check an empty file.
    CHECK_CPU_SECONDS: u64 = 2, ends as "check-limit";
    /// Bytes of a file that add one second of CPU to `check_cpu_seconds`.
    CHECK_BYTES_PER_CPU_SECOND: u64 = 4 << 20;
    /// Bytes of address space of a process that checks a file.
    CHECK_MEMORY: u64 = 512 << 20, ends as "check-limit";
    /// Milliseconds of real time for checking a file. The process has the lowest priority, so this
    /// is generous.
    CHECK_DEADLINE_MS: u64 = 300_000, ends as "check-limit";
    /// Bytes of the result of checking a file.
    CHECK_ANSWER_BYTES: u64 = 4 << 20, ends as "check-limit";
    /// Bytes of stack for the guest's own frames.
    WASM_STACK: usize = 1 << 20;
    /// Bytes of stack for host functions below the guest's frames. An overflow would abort the
    /// process, so it is generous, and host parsers of guest data bound their own depth.
    HOST_STACK: usize = 2 << 20;
    /// Stack frames that the host keeps of a trap.
    FRAMES: usize = 20;
    /// Fuel of one slice, after which a guest yields: usually about a tenth of a millisecond.
    SLICE: u64 = 100_000;
    /// Bytes that one call may write to standard output or standard error. `write-zeroes` makes the
    /// host allocate that much.
    WRITE_BYTES: usize = 64 << 10;
    /// Bytes at the end of standard error in which the host looks for a crash.
    STDERR_TAIL_BYTES: usize = 16 << 10;
    /// Bytes of one line of standard error in which the host looks for a crash.
    STDERR_LINE_BYTES: usize = 4 << 10;
    /// Fields of one log line.
    LOG_FIELDS: usize = 64;
    /// Lines that the host writes about one run, in addition to the guest's own.
    NOTES: usize = 100;
    /// Bytes of one line that the host writes.
    NOTE_BYTES: usize = 1_000;
    /// Bytes of the message of a crash. The same limit applies to its trace.
    CRASH_BYTES: usize = 4_000;
    /// Bytes of one name of an import, export or function in a message.
    NAME_BYTES: usize = 200;
}
