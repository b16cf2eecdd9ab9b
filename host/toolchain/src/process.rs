//! Runs the tools of a language and keeps their output.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use crate::Error;

/// The output and the exit status of a tool.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Finished {
    /// Both streams, errors first.
    pub(crate) fn output(&self) -> String {
        let parts = [self.stderr.trim_end(), self.stdout.trim_end()];
        parts
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Turns a failure into an error of the source.
    pub(crate) fn or_refused(self, tool: &'static str) -> Result<(), Error> {
        if self.status.success() {
            return Ok(());
        }
        let output = self.output();
        Err(Error::Compile { tool, output })
    }

    /// Turns a failure into a tool error.
    pub(crate) fn or_tool_error(self, doing: impl Into<String>) -> Result<Self, Error> {
        if self.status.success() {
            return Ok(self);
        }
        Err(Error::Tool {
            doing: doing.into(),
            why: self.status.to_string(),
            output: self.output(),
        })
    }
}

/// Runs a command to its end. Calls `on_line` for each line of standard output as it arrives.
pub(crate) fn run(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<Finished, Error> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let program = PathBuf::from(command.get_program());
    let mut child = command.spawn().map_err(Error::file("start", &program))?;
    let stderr = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let mut stdout = String::new();
    if let Some(pipe) = child.stdout.take() {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            on_line(&line);
            stdout.push_str(&line);
            stdout.push('\n');
        }
    }
    let status = child.wait().map_err(Error::file("wait for", &program))?;
    let stderr = reader.join().unwrap_or_default();
    Ok(Finished {
        status,
        stdout,
        stderr,
    })
}

/// Returns whether a program is on the `PATH` of this process.
pub(crate) fn is_found(name: &str) -> bool {
    let search = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&search).any(|folder| is_program(&folder.join(name)))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}
