//! Runs a program with its output in a file. At a deadline, kills the program and all its children.

use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The end of a program.
pub(super) struct Ended {
    pub(super) success: bool,
    /// Whether a signal ended it, as after a stack overflow.
    pub(super) signalled: bool,
    pub(super) hung: bool,
    /// Standard output and standard error.
    pub(super) output: String,
}

/// Runs `command` for at most `longest`. Its output goes through the file `log`.
pub(super) fn run(command: &mut Command, longest: Duration, log: &Path) -> io::Result<Ended> {
    let file = File::create(log)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .process_group(0)
        .spawn()?;
    let deadline = Instant::now() + longest;
    let mut hung = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > deadline {
            hung = true;
            // Kills the whole process group. Otherwise a compiler that the program started would
            // continue without limits.
            kill_process_group(Pid::from_child(&child), Signal::KILL).ok();
            break child.wait()?;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    Ok(Ended {
        success: status.success(),
        signalled: status.signal().is_some(),
        hung,
        output: String::from_utf8_lossy(&std::fs::read(log)?).into_owned(),
    })
}
