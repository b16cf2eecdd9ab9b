//! Runs cases on one component.

use std::path::PathBuf;
use std::sync::Arc;

use guesthouse_diagnostics::{Diagnostic, Language};
use guesthouse_dynamic::cases::{Case, CaseFile, compare};
use guesthouse_dynamic::{Fake, World};
use guesthouse_sandbox::Limits;
use serde_json::json;

use super::files::Set;
use crate::args::Format;
use crate::console::Console;
use crate::error::Result;
use crate::stdout;
use crate::verbs::component::{Component, Ran, Runner, TextFile, end, print_log};

/// A loaded component with its cases.
pub(in crate::verbs) struct Suite<'a> {
    console: &'a Console,
    world: Arc<World>,
    runner: Runner,
    component: PathBuf,
    language: Option<Language>,
    files: Vec<Cases>,
}

/// A file of cases.
pub(in crate::verbs) struct Cases {
    pub(in crate::verbs) text: TextFile,
    cases: Vec<Case>,
    /// The fakes that follow those of the cases, and their file.
    shared: Arc<Vec<Fake>>,
    fakes: Option<TextFile>,
}

/// The result of one case.
pub(in crate::verbs) struct Tested {
    /// `FILE/NAME`, where the file is without its extension.
    pub(in crate::verbs) path: String,
    /// The differences. There are none if it passed.
    pub(in crate::verbs) differences: Vec<String>,
    /// Whether the engine of the language refused a value, as the case allows.
    pub(in crate::verbs) is_refused: bool,
    pub(in crate::verbs) ran: Ran,
}

impl Cases {
    /// Returns the cases, each with its path `FILE/NAME`.
    pub(in crate::verbs) fn iter(&self) -> impl Iterator<Item = (String, &Case)> {
        let stem = self.text.path.file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy();
        let cases = self.cases.iter();
        cases.map(move |case| (format!("{stem}/{}", case.name), case))
    }
}

impl Tested {
    pub(in crate::verbs) fn is_passed(&self) -> bool {
        self.differences.is_empty()
    }
}

impl<'a> Suite<'a> {
    /// Reads the cases, and then compiles the component.
    pub(in crate::verbs) fn new(
        component: Component,
        sets: Vec<Set>,
        console: &'a Arc<Console>,
    ) -> Result<Self> {
        let files = read(&component.world, &component.limits, sets);
        let files = files.map_err(|found| component.invalid(found))?;
        Ok(Self {
            console,
            world: Arc::clone(&component.world),
            component: component.path.clone(),
            language: component.language(),
            runner: component.load(console)?,
            files,
        })
    }

    pub(in crate::verbs) fn files(&self) -> impl Iterator<Item = &Cases> {
        self.files.iter()
    }

    /// Runs one case of a file.
    pub(in crate::verbs) fn test(&self, file: &Cases, path: String, case: &Case) -> Tested {
        let fakes = case.fakes.iter().chain(file.shared.iter()).cloned();
        let ran = self.runner.run(fakes.collect(), &case.limits, case.calls());
        let is_refused = case.allows_crash(self.language, &ran);
        let differences = if is_refused {
            Vec::new()
        } else {
            compare(&self.world, case, &ran)
        };
        Tested {
            path,
            differences,
            is_refused,
            ran,
        }
    }

    /// Prints the result of a case, and why it failed.
    pub(in crate::verbs) fn report(&self, file: &Cases, tested: &Tested) -> Result<()> {
        let is_passed = tested.is_passed();
        match self.console.format {
            Format::Json => stdout::json(&json!({
                "case": tested.path,
                "passed": is_passed,
                "differences": tested.differences,
                "fuel": tested.ran.usage.fuel,
            }))?,
            Format::Text => {
                let word = if is_passed { "passed" } else { "failed" };
                let path = guesthouse_sandbox::clean(&tested.path, 1_000, false);
                self.console.result(&format!("{word} {path}\n"))?;
            }
        }
        if !is_passed {
            print_log(self.console, &tested.ran.log);
            self.console.report(&self.failure(file, tested));
        }
        Ok(())
    }

    /// Says how a case failed.
    pub(in crate::verbs) fn failure(&self, file: &Cases, tested: &Tested) -> Diagnostic {
        let message = format!("the case `{}` failed", tested.path);
        let found = Diagnostic::error("case-failed", message)
            .at(file.text.path.display().to_string())
            .detail(tested.differences.join("\n"));
        let ended = end(&tested.ran, &self.component, file.fakes.as_ref());
        let hints = ended.map(|ended| (ended.details, ended.hints));
        let (trace, hints) = hints.unwrap_or_default();
        let found = found.detail(trace.join("\n"));
        hints.into_iter().fold(found, Diagnostic::hint)
    }
}

/// Reads all files of a world. The error is the mistakes in all of them.
pub(in crate::verbs) fn read(
    world: &World,
    limits: &Limits,
    sets: Vec<Set>,
) -> Result<Vec<Cases>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut mistakes = Vec::new();
    for set in sets {
        let shared = set.fakes.as_ref().map(|file| file.fakes(world));
        let shared = shared.unwrap_or_else(|| Ok(Vec::new()));
        let shared = shared.unwrap_or_else(|found| {
            mistakes.extend(found);
            Vec::new()
        });
        let shared = Arc::new(shared);
        for text in set.cases {
            let name = text.path.display().to_string();
            match CaseFile::read(world, limits, &name, &text.text) {
                Ok(read) => files.push(Cases {
                    text,
                    cases: read.cases,
                    shared: Arc::clone(&shared),
                    fakes: set.fakes.clone(),
                }),
                Err(found) => mistakes.extend(found),
            }
        }
    }
    if mistakes.is_empty() {
        return Ok(files);
    }
    // Sets can share fakes.
    let mut seen = Vec::new();
    for found in mistakes {
        if !seen.contains(&found) {
            seen.push(found);
        }
    }
    Err(seen)
}
