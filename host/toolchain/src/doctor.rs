//! Says which tools of which language are there, and how to get those that are not.

use std::path::Path;

use guesthouse_inspect::Language;
use serde::Serialize;

use crate::cache::{Set, require_node, require_python, version};
use crate::error::MissingTool;
use crate::pins::PINS;
use crate::{Error, go, rust};

/// What was found of one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The language that needs it.
    pub language: Language,
    /// The tool.
    pub tool: String,
    /// What is needed of it.
    pub needed: String,
    /// What is there, or none.
    pub found: Option<String>,
    /// The command or page that gets it, if it is missing or too old.
    pub fix: Option<String>,
}

impl Finding {
    /// Whether plugins of this language cannot be built.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        self.fix.is_some()
    }
}

/// Looks at every tool of every language.
#[must_use]
pub fn check() -> Vec<Finding> {
    let mut findings = tools();
    findings.extend(compilers());
    findings
}

/// What must be on the machine.
fn tools() -> Vec<Finding> {
    let (pins, here) = (&*PINS, Path::new("."));
    let any = || "any version".to_owned();
    let least = |version: &str| format!("{version} or newer");
    let (cargo, target) = (rust::require_cargo(), rust::require_target(here));
    vec![
        finding(Language::Rust, "cargo", any(), cargo),
        finding(
            Language::Rust,
            &pins.rust.target,
            "installed target".to_owned(),
            target,
        ),
        finding(Language::Js, "node", least(&pins.js.node), require_node()),
        finding(
            Language::Python,
            "python3",
            least(&pins.python.python),
            require_python(),
        ),
        finding(Language::Go, "go", least(&pins.go.go), go::require_go()),
    ]
}

/// What is pinned, and installed by the first build that needs it.
fn compilers() -> [Finding; 3] {
    let js = &PINS.js;
    let bundled = format!("esbuild {}, typescript {}", js.esbuild, js.typescript);
    [
        (
            Language::Js,
            Set::Js,
            format!("{bundled}, componentize-qjs {}", js.componentize_qjs),
        ),
        (
            Language::Js,
            Set::Starlingmonkey,
            format!("componentize-js {}", js.componentize_js),
        ),
        (
            Language::Python,
            Set::Python,
            format!("componentize-py {}", PINS.python.componentize_py),
        ),
    ]
    .map(|(language, set, tool)| installed(language, set, tool))
}

fn finding(language: Language, tool: &str, needed: String, state: Result<(), Error>) -> Finding {
    let (found, fix) = match state {
        Ok(()) => (
            Some(version(tool).unwrap_or_else(|| "there".to_owned())),
            None,
        ),
        Err(Error::MissingTool(MissingTool { fix, .. })) => (version(tool), Some(fix)),
        Err(other) => (None, Some(other.to_string())),
    };
    Finding {
        language,
        tool: tool.to_owned(),
        needed,
        found,
        fix,
    }
}

/// A pinned compiler that is not installed is no problem: the first build installs it.
fn installed(language: Language, set: Set, tool: String) -> Finding {
    let state = match set.folder() {
        Ok(folder) if folder.is_dir() => folder.display().to_string(),
        _ => "installed by the first build".to_owned(),
    };
    Finding {
        language,
        tool,
        needed: "pinned".to_owned(),
        found: Some(state),
        fix: None,
    }
}
