//! Mistakes that are found before the long build, by the machine's own Python.

use std::path::Path;

use guesthouse_inspect::{Diagnostic, Place, Severity};
use serde::Deserialize;

use super::{SOURCE, isolated};
use crate::{Error, process};

pub(super) const SCRIPT: &str = include_str!("check.py");

/// A mistake in the author's source.
#[derive(Deserialize)]
struct Finding {
    #[serde(default)]
    warning: bool,
    code: String,
    message: String,
    file: String,
    line: usize,
    column: usize,
    hint: String,
}

/// Reports mistakes in `plugin.py` and in the project's modules that it imports. `sdk` is the package of
/// the SDK, and `plugin.py` must have the function `function`. Returns the warnings if there is no error.
pub(super) fn sources(
    project: &Path,
    sdk: &str,
    function: Option<&str>,
) -> Result<Vec<Diagnostic>, Error> {
    let mut command = isolated(SCRIPT);
    command.arg(sdk).args(function);
    let finished = process::run(command.current_dir(project), |_| ())?
        .or_tool_error("checking the Python source")?;
    let findings: Vec<Finding> = serde_json::from_str(&finished.stdout)
        .map_err(|error| Error::step("reading the result of the Python check", &error))?;
    let only_warnings = findings.iter().all(|it| it.warning);
    let findings = findings.into_iter().map(Finding::diagnostic).collect();
    if only_warnings {
        Ok(findings)
    } else {
        Err(Error::Findings(findings))
    }
}

/// Requires the author's module. `contents` is what it must have.
pub(super) fn require_source(dir: &Path, contents: &str) -> Result<(), Error> {
    if dir.join(SOURCE).is_file() {
        return Ok(());
    }
    let found = Diagnostic::error("no-source", format!("the project has no file `{SOURCE}`"));
    let hint = if dir.join("src").join(SOURCE).is_file() {
        format!("move src/{SOURCE} and its modules to the folder of plugin.toml")
    } else {
        format!("create {SOURCE} with {contents}")
    };
    Err(Error::finding(found.hint(hint)))
}

impl Finding {
    fn diagnostic(self) -> Diagnostic {
        let place = Place {
            file: self.file,
            position: Some((self.line, self.column)),
        };
        let severity = if self.warning {
            Severity::Warning
        } else {
            Severity::Error
        };
        Diagnostic::new(severity, self.code, self.message)
            .at(place)
            .hint(self.hint)
    }
}
