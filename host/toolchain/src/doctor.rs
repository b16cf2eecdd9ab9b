//! Reports which tools are installed, and how to get the others.

use std::process::Command;

use guesthouse_inspect::Language;
use serde::Serialize;

use crate::error::MissingTool;
use crate::pins::at_least;
use crate::{Error, process, toolchain};

/// The state of one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The language that needs the tool.
    pub language: Language,
    /// The tool.
    pub tool: String,
    /// The requirement, for example a version.
    pub needed: String,
    /// The version or the place that was found.
    pub found: Option<String>,
    /// The command or page that gets the tool. Present if it is missing or too old.
    pub fix: Option<String>,
}

impl Finding {
    /// Makes the finding of a tool from the result of a check.
    pub(crate) fn new(
        language: Language,
        tool: &str,
        needed: impl Into<String>,
        state: Result<(), Error>,
    ) -> Self {
        let (found, fix) = match state {
            Ok(()) => {
                let version = version(tool).found();
                (version.or_else(|| Some("installed".to_owned())), None)
            }
            Err(Error::MissingTool(MissingTool { fix, .. })) => (version(tool).found(), Some(fix)),
            Err(other) => (None, Some(other.to_string())),
        };
        Self {
            language,
            tool: tool.to_owned(),
            needed: needed.into(),
            found,
            fix,
        }
    }

    /// Returns whether plugins of this language cannot be built on this machine.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        self.fix.is_some()
    }
}

/// A tool that must be on the machine, with the oldest version that works.
pub(crate) struct Requirement<'a> {
    pub(crate) tool: &'a str,
    pub(crate) least: &'a str,
    pub(crate) fix: &'a str,
}

impl Requirement<'_> {
    fn needed(&self) -> String {
        format!("{} or newer", self.least)
    }

    /// Checks that the tool is installed and new enough.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let missing = |found: String| {
            Err(Error::MissingTool(MissingTool {
                needed: format!("{} {}", self.tool, self.needed()),
                found,
                fix: self.fix.to_owned(),
            }))
        };
        match version(self.tool) {
            Answer::Missing => missing("but it is not on the PATH".to_owned()),
            Answer::Failed(said) => missing(format!("but it fails: {said}")),
            Answer::Version(version) if at_least(&version, self.least) => Ok(()),
            Answer::Version(version) => missing(format!("but version {version} is installed")),
        }
    }

    pub(crate) fn finding(&self, language: Language) -> Finding {
        Finding::new(language, self.tool, self.needed(), self.check())
    }
}

/// What a program says when it is asked for its version.
enum Answer {
    Version(String),
    /// The program fails, and its first line says why.
    Failed(String),
    Missing,
}

impl Answer {
    fn found(self) -> Option<String> {
        match self {
            Self::Version(text) => Some(text),
            Self::Failed(said) => Some(format!("it fails: {said}")),
            Self::Missing => None,
        }
    }
}

/// Asks a program for its version, with the settings of a build.
fn version(tool: &str) -> Answer {
    let option = if tool == "go" { "version" } else { "--version" };
    let mut command = Command::new(tool);
    command.arg(option).env_remove("NODE_OPTIONS");
    if tool == "go" {
        command.env("GOTOOLCHAIN", "local");
    }
    let Ok(finished) = process::run(&mut command, |_| ()) else {
        return Answer::Missing;
    };
    let printed = if finished.stdout.is_empty() {
        &finished.stderr
    } else {
        &finished.stdout
    };
    let printed = printed.trim();
    if finished.status.success() {
        return Answer::Version(printed.to_owned());
    }
    Answer::Failed(printed.lines().next().unwrap_or_default().to_owned())
}

/// Looks for every tool of a language, pinned compilers included.
#[must_use]
pub fn check(language: Language) -> Vec<Finding> {
    let toolchain = toolchain(language);
    let packages = toolchain.packages().iter();
    let pinned = packages.map(|packages| packages.finding(language));
    toolchain
        .tools(language)
        .into_iter()
        .chain(pinned)
        .collect()
}
