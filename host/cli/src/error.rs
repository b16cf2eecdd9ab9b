//! What ends a command, and what it leads to: one diagnostic for the person, one exit code for the
//! shell.

use std::fmt;

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An event failed, or the file is no plugin.
    Failed,
    /// The command line, a manifest or a policy.
    Usage,
    /// Ours.
    Bug,
    /// The reader of standard output went away; nobody is left to be told.
    Closed,
    /// Ctrl-C.
    Interrupted,
}

impl Kind {
    /// The last two are what a shell reports for a process that ended by SIGPIPE or SIGINT.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Bug => 70,
            Self::Closed => 141,
            Self::Interrupted => 130,
        }
    }
}

/// How loud a diagnostic is.
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

/// What is wrong, where, and what to do.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) code: String,
    pub(crate) message: String,
    /// `file:line:column`, as far as it is known.
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

/// The end of a command that could not do what it was asked.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) kind: Kind,
    /// Empty where everything has been said already.
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

    /// Ends the command with nothing more to say.
    pub(crate) fn told(kind: Kind) -> Self {
        Self::new(kind, Vec::new())
    }

    /// Judges an error of standard output.
    pub(crate) fn stdout(error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::told(Kind::Closed);
        }
        Self::failed(
            Diagnostic::error("cannot-write", format_args!("standard output: {error}"))
                .hint("make room where the output goes and run the command again"),
        )
    }

    /// Judges an error on a file that the command line named.
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

/// An operating system's message without the number that Rust adds.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;
