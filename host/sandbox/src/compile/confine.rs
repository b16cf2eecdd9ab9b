//! Confines the worker: no network, no files, no other programs, no new processes.
//!
//! A component that takes over the compiler can still return wrong machine code. It cannot read a
//! key, send data or outlive the host. The filter lists the system calls that compiling needs; all
//! others fail, including future ones. On a system without such filters nothing is compiled. Needs
//! Linux on x86-64, ARM64 or RISC-V.

use libc::c_long;
use seccompiler::{
    BackendError, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};
use std::collections::BTreeMap;

/// System calls that are allowed whatever their arguments.
const ALLOWED: &[c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_clone3, // the first filter makes it fail with ENOSYS
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
];

/// Confines the calling thread and every thread that it will start. Nothing can undo this.
pub(super) fn confine() -> Result<(), seccompiler::Error> {
    // A filter cannot see the flags of `clone3`. Without it, threads are started with `clone`.
    let no_clone3 = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let unknown = SeccompAction::Errno(libc::ENOSYS.cast_unsigned());
    apply(no_clone3, SeccompAction::Allow, unknown)?;
    let denied = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    apply(needed()?, denied, SeccompAction::Allow)
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn needed() -> Result<Rules, BackendError> {
    let mut rules: Rules = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let is = |argument, value| rule(argument, SeccompCmpOp::Eq, value);
    rules.insert(libc::SYS_read, vec![is(0, 0)?]);
    rules.insert(libc::SYS_write, vec![is(0, 1)?, is(0, 2)?]);
    // Anonymous memory only, not the content of an open file.
    rules.insert(libc::SYS_mmap, vec![is(4, -1)?]);
    let thread = u64::from(libc::CLONE_THREAD.cast_unsigned());
    let threads = rule(0, SeccompCmpOp::MaskedEq(thread), libc::CLONE_THREAD.into())?;
    rules.insert(libc::SYS_clone, vec![threads]);
    Ok(rules)
}

/// Returns the rule that an argument, counted from 0, is `value`.
fn rule(argument: u8, op: SeccompCmpOp, value: c_long) -> Result<SeccompRule, BackendError> {
    let value = value.cast_unsigned();
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value)?;
    SeccompRule::new(vec![condition])
}

fn apply(
    rules: Rules,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> Result<(), seccompiler::Error> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(rules, otherwise, matched, arch)?;
    apply_filter(&seccompiler::BpfProgram::try_from(filter)?)
}

#[cfg(test)]
mod tests {
    use super::confine;
    use std::io::ErrorKind::PermissionDenied;
    use std::os::fd::AsRawFd;

    /// Runs `attempt` on a confined thread of its own, because nothing can undo the confinement.
    fn confined<T: Send + 'static>(attempt: impl FnOnce() -> T + Send + 'static) -> T {
        let attempt = || {
            confine().unwrap();
            attempt()
        };
        std::thread::spawn(attempt).join().unwrap()
    }

    #[test]
    fn no_network() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let error = confined(move || std::net::TcpStream::connect(address)).unwrap_err();
        assert_eq!(error.kind(), PermissionDenied);
    }

    #[test]
    fn no_files() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, "a key").unwrap();
        let read = path.clone();
        let error = confined(move || std::fs::read(read)).unwrap_err();
        assert_eq!(error.kind(), PermissionDenied);
        let open = std::fs::File::open(&path).unwrap();
        let error = confined(move || std::io::read_to_string(open)).unwrap_err();
        assert_eq!(
            error.kind(),
            PermissionDenied,
            "a file that was already open cannot be read"
        );
        let open = std::fs::File::open(&path).unwrap();
        let error = confined(move || map(&open)).unwrap_err();
        assert_eq!(
            error.kind(),
            PermissionDenied,
            "it cannot be mapped into memory"
        );
        let error = confined(move || std::fs::remove_file(path)).unwrap_err();
        assert_eq!(error.kind(), PermissionDenied);
    }

    #[expect(unsafe_code, reason = "there is no safe way to map a file")]
    fn map(file: &std::fs::File) -> std::io::Result<()> {
        let (nowhere, file) = (std::ptr::null_mut(), file.as_raw_fd());
        // SAFETY: the system chooses an unused address, so the mapping overlaps no other memory.
        let at = unsafe { libc::mmap(nowhere, 1, libc::PROT_READ, libc::MAP_PRIVATE, file, 0) };
        if at == libc::MAP_FAILED {
            Err(std::io::Error::last_os_error())
        } else {
            Ok(())
        }
    }

    #[test]
    fn no_programs() {
        let spawned = confined(|| std::process::Command::new("/bin/true").spawn().map(drop));
        assert!(spawned.is_err());
    }

    #[test]
    fn memory_and_threads_are_available() {
        let sum: u64 = confined(|| {
            let thread =
                std::thread::spawn(|| vec![1_u8; 64 << 20].iter().map(|n| u64::from(*n)).sum());
            thread.join().unwrap()
        });
        assert_eq!(sum, 64_u64 << 20);
    }
}
