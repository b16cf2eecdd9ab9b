//! A folder of its own in which a command runs.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A temporary folder in which a program runs with an environment of its own.
#[derive(Debug)]
pub struct Workdir {
    dir: TempDir,
    program: PathBuf,
}

impl Workdir {
    /// Makes an empty folder for `program`.
    ///
    /// # Panics
    /// When there can be no temporary folder.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(dir.path().join("home")).expect("a home");
        let program = program.into();
        Self { dir, program }
    }

    /// Returns the folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns the path of a file in the folder.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, and the folders that it is in.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("a folder");
        }
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Reads a file.
    ///
    /// # Panics
    /// When it cannot be read or is not text.
    #[must_use]
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Returns the program, ready to run in the folder. From the caller's environment it gets only
    /// `PATH` and `TMPDIR`, which it needs to find compilers.
    #[must_use]
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.dir());
        command.env_clear();
        command.env("HOME", self.path("home"));
        command.env("LANG", "C.UTF-8");
        for name in ["PATH", "TMPDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Runs the program to its end.
    #[must_use]
    pub fn run(&self, args: &[&str], stdin: &[u8]) -> Ran {
        Ran::wait(self.command(args), stdin)
    }
}

/// The exit code and the output of a command.
#[derive(Debug)]
pub struct Ran {
    /// The exit code, or none after a signal.
    pub code: Option<i32>,
    /// The standard output.
    pub stdout: String,
    /// The standard error.
    pub stderr: String,
}

impl Ran {
    /// Runs a command to its end, with `stdin` as its standard input.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn wait(mut command: Command, stdin: &[u8]) -> Self {
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let output = std::thread::scope(|scope| {
            // A command may end before it has read everything.
            scope.spawn(move || pipe.write_all(stdin).ok());
            child.wait_with_output().expect("the command ends")
        });
        Self::from(output)
    }

    /// Returns the run.
    ///
    /// # Panics
    /// When its exit code is not `code`.
    #[track_caller]
    pub fn exited(self, code: i32) -> Self {
        let Self { stdout, stderr, .. } = &self;
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{stdout}\nstderr:\n{stderr}"
        );
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
