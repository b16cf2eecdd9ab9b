//! Mistakes that are found before the long build, by the machine's own Python.

use std::path::Path;

use guesthouse_inspect::{Diagnostic, Place};
use serde::Deserialize;

use super::isolated;
use crate::{Error, process};

pub(super) const SCRIPT: &str = include_str!("check.py");

/// A mistake in the author's source.
#[derive(Deserialize)]
struct Finding {
    code: String,
    message: String,
    file: String,
    line: usize,
    column: usize,
    hint: String,
}

/// Reports mistakes in `plugin.py` and in the project's modules that it imports. `function` is one
/// that `plugin.py` must have.
pub(super) fn sources(project: &Path, function: Option<&str>) -> Result<(), Error> {
    let mut command = isolated(SCRIPT);
    command.args(function);
    let finished = process::run(command.current_dir(project), |_| ())?
        .or_tool_error("checking the Python source")?;
    let findings: Vec<Finding> = serde_json::from_str(&finished.stdout)
        .map_err(|error| Error::step("reading the result of the Python check", &error))?;
    if findings.is_empty() {
        return Ok(());
    }
    Err(Error::Findings(
        findings.into_iter().map(Finding::diagnostic).collect(),
    ))
}

impl Finding {
    fn diagnostic(self) -> Diagnostic {
        let place = Place {
            file: self.file,
            position: Some((self.line, self.column)),
        };
        Diagnostic::error(self.code, self.message)
            .at(place)
            .hint(self.hint)
    }
}
