//! Errors that end a command: diagnostics for the user, an exit code for the shell.

use std::fmt;

/// Why a command did not succeed. Decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An event failed, or the file is not a plugin.
    Failed,
    /// The command line, a manifest or a policy is wrong.
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

    /// The exit code and its meaning. The last two are what a shell reports for a process that ended
    /// by SIGINT or SIGPIPE.
    fn exit(self) -> (u8, &'static str) {
        match self {
            Self::Failed => (
                1,
                "an event failed, the file is not a plugin, or a contract breaks plugins",
            ),
            Self::Usage => (2, "the usage, a manifest or a policy is wrong"),
            Self::Bug => (70, "a bug in guesthouse"),
            Self::Interrupted => (130, "interrupted"),
            Self::Closed => (141, "the reader of standard output closed it"),
        }
    }

    pub(crate) fn exit_code(self) -> u8 {
        self.exit().0
    }
}

/// The end of the help text.
pub(crate) fn exit_codes() -> String {
    let success = (0, "success");
    let all = Kind::ALL.map(Kind::exit);
    let lines = std::iter::once(success).chain(all);
    let lines: Vec<_> = lines
        .map(|(code, meaning)| format!("  {code:<5}{meaning}"))
        .collect();
    format!(
        "Results go to standard output, everything else to standard error.\n\nExit codes:\n{}",
        lines.join("\n")
    )
}

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A problem, its place, and how to fix it.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) code: String,
    pub(crate) message: String,
    /// `file:line:column`, or as much of it as is known.
    pub(crate) place: Option<String>,
    /// Lines that belong to the message: a guest's stack, a compiler's output.
    pub(crate) details: Vec<String>,
    pub(crate) hints: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: impl Into<String>, message: impl fmt::Display) -> Self {
        Self {
            severity: Severity::Error,
            code: code.into(),
            message: message.to_string(),
            place: None,
            details: Vec::new(),
            hints: Vec::new(),
        }
    }

    pub(crate) fn warning(code: impl Into<String>, message: impl fmt::Display) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    pub(crate) fn detail(mut self, text: impl fmt::Display) -> Self {
        self.details
            .extend(text.to_string().lines().map(str::to_owned));
        self
    }

    pub(crate) fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }

    pub(crate) fn as_json(&self) -> serde_json::Value {
        serde_json::json!({
            "type": "diagnostic",
            "severity": self.severity.word(),
            "code": self.code,
            "message": self.message,
            "place": self.place,
            "details": self.details,
            "hints": self.hints,
        })
    }
}

/// The error that ends a command.
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

    /// Ends the command after everything was reported.
    pub(crate) fn reported(kind: Kind) -> Self {
        Self::new(kind, Vec::new())
    }

    /// Classifies an error of standard output.
    pub(crate) fn stdout(error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::reported(Kind::Closed);
        }
        Self::failed(
            Diagnostic::error("cannot-write", format_args!("standard output: {error}"))
                .hint("free some space where the output goes and run the command again"),
        )
    }

    /// Classifies an error on a file of the command line.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        let (code, hint) = match error.kind() {
            std::io::ErrorKind::NotFound => ("no-such-file", "check the path"),
            std::io::ErrorKind::PermissionDenied => ("no-permission", "check the permissions"),
            std::io::ErrorKind::IsADirectory => ("not-a-file", "name a file, not a directory"),
            _ => ("io", "check the disk and the path"),
        };
        Self::usage(
            Diagnostic::error(
                code,
                format_args!("cannot {doing} `{path}`: {}", plain(error)),
            )
            .hint(hint),
        )
    }
}

/// The operating system's message, in lower case and without the error number that Rust adds.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let message = text.split(" (os error").next().unwrap_or_default();
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;
