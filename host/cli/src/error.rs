//! Errors that end a command: diagnostics for the user, an exit code for the shell.

use std::fmt;
use std::io::ErrorKind;

use guesthouse_diagnostics::Diagnostic;

/// The reason for which a command did not succeed. It decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The command did its work and found a fault, or the host or standard output failed.
    Failed,
    /// The command line, a manifest, a policy or another file of the user is wrong, or a build lacks
    /// a tool.
    Usage,
    /// Guesthouse has a bug.
    Bug,
    /// The user pressed Ctrl-C.
    Interrupted,
    /// The reader of standard output closed it, so no error can be shown there.
    Closed,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Failed,
        Self::Usage,
        Self::Bug,
        Self::Interrupted,
        Self::Closed,
    ];

    /// The exit code and its meanings. The last two are what a shell reports for a process that ended
    /// by SIGINT or SIGPIPE.
    fn exit(self) -> (u8, &'static [&'static str]) {
        match self {
            Self::Failed => (
                1,
                &[
                    "run: an event failed or a line is invalid",
                    "call: a call ended without a result",
                    "test: a case failed",
                    "build, call, run, test: the source does not become a plugin",
                    "check, run: the file is not a plugin of the contract",
                    "call, test: the file is not a component of the world",
                    "compare: a change breaks plugins",
                    "state: there is no such store or key, or a line of `import` is invalid",
                    "outcomes: there is no such outcome, or a line is invalid",
                    "domain conform: a plugin failed a case or was not built",
                    "doctor: something is missing",
                    "any command: the system refuses what it needs, such as memory or standard output",
                ],
            ),
            Self::Usage => (
                2,
                &[
                    "the command line or a file that it names, such as a policy, is invalid",
                    "new, build, sdk: the folder or its plugin.toml is invalid, or a tool is missing or broken",
                ],
            ),
            Self::Bug => (70, &["a bug in guesthouse"]),
            Self::Interrupted => (130, &["interrupted"]),
            Self::Closed => (141, &["the reader of standard output closed it"]),
        }
    }

    pub(crate) fn exit_code(self) -> u8 {
        self.exit().0
    }
}

/// The end of the help text.
pub(crate) fn exit_codes() -> String {
    let success: (u8, &[&str]) = (0, &["success"]);
    let failures = Kind::ALL.map(Kind::exit);
    let lines: Vec<_> = std::iter::once(success)
        .chain(failures)
        .map(|(code, meanings)| format!("  {code:<5}{}", meanings.join("\n       ")))
        .collect();
    format!(
        "Results go to standard output, everything else to standard error.\n\nExit codes:\n{}",
        lines.join("\n")
    )
}

#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) kind: Kind,
    /// Empty if everything was reported before.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Error {
    pub(crate) fn new(kind: Kind, diagnostics: Vec<Diagnostic>) -> Self {
        Self { kind, diagnostics }
    }

    pub(crate) fn usage(diagnostic: Diagnostic) -> Self {
        Self::new(Kind::Usage, vec![diagnostic])
    }

    pub(crate) fn failed(diagnostic: Diagnostic) -> Self {
        Self::new(Kind::Failed, vec![diagnostic])
    }

    /// Returns an error without diagnostics, because the command has reported everything.
    pub(crate) fn reported(kind: Kind) -> Self {
        Self::new(kind, Vec::new())
    }

    /// Returns an error without diagnostics, unless the command succeeded.
    pub(crate) fn unless(succeeded: bool) -> Result<()> {
        if succeeded {
            Ok(())
        } else {
            Err(Self::reported(Kind::Failed))
        }
    }

    /// Classifies an error of standard output.
    pub(crate) fn stdout(error: &std::io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            return Self::reported(Kind::Closed);
        }
        Self::cannot_write("to standard output", error)
    }

    /// Returns the error of results that cannot be written. `what` is what, and the place.
    pub(crate) fn cannot_write(what: impl fmt::Display, error: &std::io::Error) -> Self {
        let message = format!("cannot write {what}: {}", plain(error));
        let hint = "make room on the disk that receives them, then run the command again";
        Self::failed(Diagnostic::error("cannot-write", message).hint(hint))
    }

    /// Classifies an error about a file that the command line names.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let message = format!("cannot {doing} `{}`: {}", path.display(), plain(error));
        Self::usage(about_file(error.kind(), message))
    }
}

/// Returns the diagnostic of an error about a file.
pub(crate) fn about_file(error: ErrorKind, message: String) -> Diagnostic {
    let (code, hint) = match error {
        ErrorKind::NotFound => ("no-such-file", "check the path"),
        ErrorKind::PermissionDenied => ("no-permission", "check the permissions"),
        ErrorKind::InvalidData => ("not-utf8", "save the file as UTF-8"),
        ErrorKind::IsADirectory => ("not-a-file", "give a file, not a folder"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => (
            "not-a-folder",
            "this path or a part of it is a file; choose another path",
        ),
        ErrorKind::ReadOnlyFilesystem => (
            "no-permission",
            "choose a place on a file system that can be written",
        ),
        ErrorKind::StorageFull => ("io", "make room on the disk"),
        _ => ("io", "check the disk and the path"),
    };
    Diagnostic::error(code, message).hint(hint)
}

/// The operating system's message, in lower case and without the error number that Rust adds.
pub(crate) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let message = text.split(" (os error").next().unwrap_or_default();
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;
